import pytest

from articles.models import Article, FormerSlug


def test_a_slug_is_made_from_the_title(make_article):
    assert make_article("Leg cramps at night").slug == "leg-cramps-at-night"


def test_a_second_article_of_the_same_title_gets_a_slug_of_its_own(make_article):
    make_article("Asthma")
    assert make_article("Asthma").slug == "asthma-2"


def test_the_same_slug_may_stand_in_two_languages(make_article):
    assert make_article("Asthma").slug == make_article("Asthma", language="es").slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Sueño", "sueno"), ("الصداع", "الصداع"), ("سكري type 2", "سكري-type-2"), ("???", "article")],
)
def test_a_title_in_any_script_gives_a_slug(make_article, title, slug):
    assert make_article(title).slug == slug


def test_a_public_article_that_moves_leaves_its_former_address(make_article):
    article = make_article("Asthma")
    article.slug = "asthma-in-adults"
    article.save()
    assert article.former_slugs.get().slug == "asthma"


def test_an_article_never_public_leaves_no_former_address(make_article):
    article = make_article("Asthma", status=Article.Status.DRAFT)
    article.slug = "asthma-in-adults"
    article.save()
    assert not FormerSlug.objects.exists()


def test_an_article_that_moves_back_has_no_former_address_equal_to_its_own(make_article):
    article = make_article("Asthma")
    for slug in ("asthma-in-adults", "asthma"):
        article.slug = slug
        article.save()
    assert [former.slug for former in article.former_slugs.all()] == ["asthma-in-adults"]


def test_topics_get_slugs_by_the_same_rules(make_article):
    article = make_article(language="es", topics=["Sueño", "Sueno"])
    assert sorted(topic.slug for topic in article.topics.all()) == ["sueno", "sueno-2"]
