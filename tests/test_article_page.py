"""The page of an article: its parts, its translations, its former addresses."""

import pytest
from django.core.management import call_command

from articles.models import Authorship, Person, Question, Reference

from .reading import LANGUAGES, links, load, text_of


@pytest.fixture
def full_article(make_article):
    """An article with `many` of everything that it can have."""

    def make(many):
        article = make_article(
            "Leg cramps",
            summary="A lead.",
            key_facts=["A fact."],
            body="<h2>What</h2><p>Text.</p><h2>Why</h2><h2>How</h2>"
            '<div class="care-card care-card-emergency"><h3>Call now</h3></div>',
            topics=[f"Topic {number}" for number in range(many)],
        )
        for number in range(many):
            person = Person.objects.create(name=f"Person {number}", credentials="Nurse")
            Authorship.objects.create(article=article, person=person)
            Question.objects.create(article=article, question=f"Q {number}?", answer="<p>A</p>")
            Reference.objects.create(article=article, text=f"R {number}", pmid="123")
        reviewer = Person.objects.create(name="Reviewer")
        article.record_review(reviewer=reviewer, reviewed_on="2026-02-01", due_on="2029-02-01")
        make_article("Calambres", language="es", translation_of=article)
        return article

    return make


def test_the_article_page_has_all_parts_in_order(client, full_article):
    tree = load(client, full_article(1).get_absolute_url())
    text = text_of(tree.xpath("//main")[0])
    parts = ["Home", "Topic 0", "Leg cramps", "A lead.", "Written by Person 0, Nurse"]
    parts += ["Reviewed by Reviewer", "Published", "1 minute to read", "Español"]
    parts += ["Key facts", "A fact.", "When to get medical help", "On this page"]
    parts += ["Text.", "Questions and answers", "Q 0?", "References", "R 0", "PubMed 123"]
    parts += ["About this page", "Published", "Reviewed February 1, 2026"]
    parts += ["Next review due February 1, 2029", "http://127.0.0.1:8000/articles/leg-cramps/"]
    parts += ["Send by email", "Topics: Topic 0", "This page gives general information."]
    for part in parts:
        assert part in text  # after all that came before
        text = text.partition(part)[2]
    assert "/es/articles/calambres/" in links(tree)


def test_an_address_of_an_answer_outlives_a_new_order(client, make_article):
    article = make_article()
    for place, words in enumerate(["Is it bad?", "Is it bad!", "¿?"]):
        Question.objects.create(
            article=article, question=words, answer="<p>No.</p>", position=3 - place
        )
    tree = load(client, article.get_absolute_url())
    answers = [answer.get("id") for answer in tree.find_class("answer")]
    assert answers == ["answer.section", "answer.is-it-bad", "answer.is-it-bad-2"]
    assert links(tree, "//*[@class='answer-link']") == [f"#{name}" for name in answers]


def test_its_address_is_written_in_letters_that_people_read(client, make_article):
    address = make_article("Niño y sueño", slug="niño").get_absolute_url()
    (link,) = load(client, address).xpath("//section[@class='about-page']//dd/a")
    assert link.text_content() == "http://127.0.0.1:8000/articles/niño/"
    assert link.get("href").endswith("/articles/ni%C3%B1o/")


def test_a_bare_article_shows_no_empty_part(client, make_article):
    tree = load(client, make_article().get_absolute_url())
    assert not tree.find_class("contents") + tree.find_class("questions")
    assert not tree.find_class("references") + tree.find_class("article-topics")
    for word in ("Key facts", "When to get", "Written by", "Reviewed", "Updated"):
        assert word not in text_of(tree)


@pytest.mark.parametrize("many", [1, 12])
def test_an_article_page_takes_eight_queries_at_most(
    client, full_article, make_article, django_assert_max_num_queries, many
):
    article = full_article(many)
    for _ in range(30 * (many > 1)):
        make_article(topics=["Topic 0"])
    call_command("build_recommendations", verbosity=0)
    with django_assert_max_num_queries(8):
        assert client.get(article.get_absolute_url()).status_code == 200


def test_read_more_follows_the_article(client, make_article):
    article = make_article("Cramps", body="<p>Calf cramps at night.</p>")
    make_article("Night cramps", body="<p>Cramps of the calf at night.</p>")
    call_command("build_recommendations", verbosity=0)
    tree = load(client, article.get_absolute_url())
    assert links(tree, "//section[@class='related']//a") == ["/articles/night-cramps/"]


def test_no_id_is_on_an_article_page_twice(client, full_article):
    article = full_article(2)
    taken = load(client, article.get_absolute_url()).xpath("//@id")
    article.body = "".join(f"<h2>{name.replace('-', ' ')}</h2>" for name in taken)
    article.save()
    ids = load(client, article.get_absolute_url()).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_contents_lead_to_headings_that_are_there(client, full_article):
    tree = load(client, full_article(1).get_absolute_url())
    targets = [href.removeprefix("#") for href in links(tree, "//nav[@class='contents']//a")]
    assert targets == ["what", "why", "how", "questions", "references"]
    assert set(targets) <= set(tree.xpath("//@id"))


def test_an_article_of_another_language_is_not_at_this_address(client, make_article):
    make_article("Calambres", language="es")
    assert client.get("/es/articles/calambres/").status_code == 200
    assert client.get("/articles/calambres/").status_code == 404


def test_a_slug_may_be_in_any_script(client, make_article):
    article = make_article("الصحة")
    assert client.get(article.get_absolute_url()).status_code == 200


def test_text_is_escaped(client, make_article):
    article = make_article("<b>T</b>", slug="t", summary='"><script>x</script>')
    assert "<script>x" not in client.get(article.get_absolute_url()).text


# Translations


def test_translations_lead_to_each_other(client, full_article):
    full_article(1)
    for address in ("/articles/leg-cramps/", "/es/articles/calambres/"):
        tree = load(client, address)
        alternates = {
            link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@hreflang]")
        }
        assert alternates == {
            "en": "http://127.0.0.1:8000/articles/leg-cramps/",
            "es": "http://127.0.0.1:8000/es/articles/calambres/",
        }
        assert links(tree, LANGUAGES) == [
            "/articles/leg-cramps/",
            "/es/articles/calambres/",
        ]


# Former addresses


def test_a_former_address_leads_to_the_present_one_with_its_query(client, make_article):
    article = make_article("Old title")
    article.slug = "new-title"
    article.save()
    response = client.get("/articles/old-title/?from=mail&x=%C3%A9")
    assert response.status_code == 301
    assert response.headers["Location"] == "/articles/new-title/?from=mail&x=%C3%A9"
    assert client.get("/articles/old-title/").headers["Location"] == "/articles/new-title/"


def test_an_article_that_took_over_an_address_keeps_it(client, make_article):
    moved = make_article("Cramps")
    moved.slug = "leg-cramps"
    moved.save()
    make_article("Cramps", summary="The new one.")
    assert "The new one." in client.get("/articles/cramps/").content.decode()


def test_a_former_address_counts_in_its_own_language_only(client, make_article):
    article = make_article("Cramps")
    article.slug = "leg-cramps"
    article.save()
    assert client.get("/es/articles/cramps/").status_code == 404
