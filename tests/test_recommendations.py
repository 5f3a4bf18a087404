"""Read More lists: documents, a full build, and what the database refuses."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article
from recommendations import services, tasks
from recommendations.documents import documents_of
from recommendations.lists import LIST_SIZE
from recommendations.models import ArticleVector, Corpus, RelatedArticle

from .read_more import SUBJECTS, make_subjects, signals_of, stored_lists, targets


@pytest.fixture
def make_corpus(make_article):
    return partial(make_subjects, make_article)


# Documents


def test_the_document_of_an_article_has_all_its_text(make_article):
    article = make_article(
        "Leg cramps",
        topics=["Muscles", "Sleep"],
        also_known_as=["Charley horse", "Calf cramp"],
        summary="Why calves cramp.",
        body="<h2>What <em>helps</em></h2><p>Stretch &amp; rest.</p><h3>Who</h3><p>Anyone.</p>",
    )
    article.questions.create(question="Is it bad?", answer="<p>Mostly <em>not</em>.</p>")

    [document] = documents_of([article.pk])

    assert document.title == "Leg cramps"
    assert document.also_known_as == ("Charley horse", "Calf cramp")
    assert sorted(document.topics) == ["Muscles", "Sleep"]
    assert document.headings.split() == ["What", "helps", "Who"]
    assert document.summary == "Why calves cramp."
    assert [line for line in document.body.split("\n") if line] == [
        "What helps",
        "Stretch & rest.",
        "Who",
        "Anyone.",
        "Is it bad?",
        "Mostly not.",
    ]


def test_the_document_knows_the_links_to_this_site_and_its_own_addresses(make_article, settings):
    settings.SITE_URL = "https://health.example.org"
    article = make_article(
        "Gout",
        slug="gout",
        body='<p><a href="/articles/toes/">1</a> <a href="../feet/#top">2</a> '
        '<a href="https://health.example.org/es/articles/a%C3%B1o/">3</a> '
        '<a href="https://elsewhere.org/articles/x/">4</a></p>',
    )
    # No address at all, and not by the way of cleaning.
    article.body += '<p><a href="http://[">5</a></p>'
    Article.objects.filter(pk=article.pk).update(body=article.body)
    article.questions.create(question="Diet?", answer='<p><a href="/articles/diet/">6</a></p>')
    article.slug = "gout-attacks"
    article.save(update_fields=["slug"])

    [document] = documents_of([article.pk])

    assert document.links == (
        "/articles/toes/",
        "/articles/feet/",
        "/es/articles/año/",
        "/articles/diet/",
    )
    assert document.addresses == ("/articles/gout-attacks/", "/articles/gout/")


def test_documents_come_in_the_order_asked_for_in_few_queries(
    make_article, django_assert_num_queries
):
    first, second = make_article("First"), make_article("Second")

    with django_assert_num_queries(4):
        documents = list(documents_of([second.pk, 0, first.pk]))

    assert [document.title for document in documents] == ["Second", "", "First"]


# A full build


def test_a_full_build_lists_what_is_on_the_same_subject_first(make_corpus):
    articles = make_corpus(4)

    services.build("en")

    for of_subject in articles.values():
        for article in of_subject:
            others = {other for other in of_subject if other != article}
            assert set(targets(article)[:3]) == others


def test_a_row_says_how_similar_and_by_which_words(make_corpus):
    articles = make_corpus(2)

    services.build("en")

    row = RelatedArticle.objects.get(source=articles["gout"][0], rank=1)
    reason = row.reasons[0]
    assert reason["signal"] == "text"
    assert sum(reason["score"] for reason in row.reasons) == pytest.approx(row.score, abs=1e-6)
    assert len(reason["terms"]) == 5
    assert {"swelling", "joint", "toe"} & {part["term"] for part in reason["terms"]}
    parts = [part["contribution"] for part in reason["terms"]]
    assert parts == sorted(parts, reverse=True)
    assert sum(parts) <= reason["score"] + 1e-6


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_a_site_of_a_few_articles_lists_all_others(make_article, count):
    articles = [
        make_article(f"Article {subject}", body=body)
        for subject, body in list({**SUBJECTS, "": "<p>Health.</p>"}.items())[:count]
    ]

    services.build("en")

    for article in articles:
        assert set(targets(article)) == set(articles) - {article}
    assert len(stored_lists()) == (count if count > 1 else 0)


def test_articles_that_are_all_alike_are_all_similar_and_ordered_by_id(make_article):
    articles = [make_article("Flu", body=SUBJECTS["flu"]) for _ in range(6)]

    services.build("en")

    assert targets(articles[2]) == [articles[n] for n in (0, 1, 3, 4, 5)]
    assert set(signals_of(articles[2])) == {"text"}


def test_building_again_gives_the_same_rows(make_corpus):
    make_corpus(3)
    services.build("en")
    before = stored_lists()

    services.build("en")

    assert stored_lists() == before


def test_no_more_than_the_list_size_is_stored(make_article):
    articles = [make_article(f"Flu {n}", body=SUBJECTS["flu"]) for n in range(LIST_SIZE + 3)]

    services.build("en")

    assert len(targets(articles[0])) == LIST_SIZE


def test_only_public_articles_have_lists_or_are_on_them(make_article):
    public = [make_article(f"Flu {n}", body=SUBJECTS["flu"]) for n in range(2)]
    for status in (Article.Status.DRAFT, Article.Status.WITHDRAWN):
        make_article(f"Flu {status}", body=SUBJECTS["flu"], status=status)

    services.build("en")

    assert stored_lists().keys() == {article.pk for article in public}
    assert targets(public[0]) == [public[1]]


def test_each_language_has_lists_of_its_own(make_article):
    english = [make_article(f"Flu {n}", body=SUBJECTS["flu"]) for n in range(2)]
    spanish = [make_article(f"Gripe {n}", body=SUBJECTS["flu"], language="es") for n in range(2)]

    tasks.rebuild.func()

    assert targets(english[0]) == [english[1]]
    assert targets(spanish[0]) == [spanish[1]]


def test_a_translation_of_the_article_is_never_on_its_list(make_article):
    original, other = (make_article(f"Flu {n}", body=SUBJECTS["flu"]) for n in range(2))
    adapted = make_article("Flu, adapted", body=SUBJECTS["flu"], translation_of=original)

    services.build("en")

    assert targets(original) == [other]
    assert targets(adapted) == [other]
    assert targets(other) == [original, adapted]


def test_what_is_missing_is_filled_up_by_topic_and_then_by_date_and_says_so(make_article):
    lonely = make_article("Gout", body=SUBJECTS["gout"], topics=["Joints", "Feet"])
    old = make_article("Acne", body=SUBJECTS["acne"], topics=["Joints"])
    newer = make_article("Flu", body=SUBJECTS["flu"], topics=["Feet"])
    rest = [
        make_article(f"Sleep {n}", body="<p>Bedroom.</p>", topics=["Night", "Bed", "Dream"])
        for n in range(3)
    ]

    services.build("en")

    assert targets(lonely) == [newer, old, rest[2], rest[1]]
    rows = RelatedArticle.objects.filter(source=lonely).order_by("rank")
    assert [row.reasons for row in rows] == [
        [{"signal": "fallback", "why": why}]
        for why in ("same topic", "same topic", "newest", "newest")
    ]
    assert {row.score for row in rows} == {0}


def test_a_match_no_better_than_any_two_articles_have_does_not_count_as_similar(make_corpus):
    articles = make_corpus(3, summary="Ask a doctor about it.")

    services.build("en")

    gout = articles["gout"][0]
    assert signals_of(gout) == ["text", "text", "fallback", "fallback"]


def test_a_build_reports_its_progress(make_corpus):
    make_corpus(1)
    steps = []

    services.build("en", progress=lambda *step: steps.append(step))

    assert steps[-1] == ("Storing", 4, 4)
    assert {stage for stage, *_ in steps} == {"Reading", "Comparing", "Storing"}


def test_a_build_that_fails_half_way_leaves_the_old_lists(make_corpus, make_article):
    make_corpus(2)
    services.build("en")
    before = stored_lists()
    make_article("Gout again", body=SUBJECTS["gout"])

    def interrupt(stage, done, total):
        if (stage, done) == ("Storing", 5):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.build("en", progress=interrupt)

    assert stored_lists() == before


# What the database refuses, and what readers may see


def test_the_database_refuses_an_article_on_its_own_list_and_rank_0(make_article):
    one, other = make_article(), make_article()

    for target, rank in ((one, 1), (other, 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            RelatedArticle.objects.create(source=one, target=target, rank=rank, score=1, reasons=[])


def test_the_database_refuses_a_target_or_a_rank_twice(make_article):
    one, other, third = make_article(), make_article(), make_article()
    RelatedArticle.objects.create(source=one, target=other, rank=1, score=1, reasons=[])

    for target, rank in ((other, 2), (third, 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            RelatedArticle.objects.create(source=one, target=target, rank=rank, score=1, reasons=[])


def test_only_public_targets_in_the_language_of_the_source_are_visible(make_corpus):
    source, *others = make_corpus(4)["gout"]
    services.build("en")
    Article.objects.filter(pk=others[0].pk).update(status=Article.Status.WITHDRAWN)
    Article.objects.filter(pk=others[1].pk).update(language="es")

    rows = RelatedArticle.objects.visible().filter(source=source)

    visible = {row.target for row in rows}
    assert others[2] in visible
    assert not visible & set(others[:2])


def test_rows_name_themselves(make_corpus):
    gout = make_corpus(2)["gout"][0]
    services.build("en")
    row = RelatedArticle.objects.filter(source=gout).order_by("rank").first()

    assert str(row) == f"gout 0 → {row.target} (1)"
    assert str(Corpus.objects.get(language="en")) == "en"
    assert str(ArticleVector.objects.get(article=row.source)) == f"{row.source_id} (en)"
