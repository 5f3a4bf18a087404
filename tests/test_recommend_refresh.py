"""Read More lists follow their articles: after each change the rows are those of a full build."""

from unittest import mock

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from articles.signals import articles_imported
from recommendations import lists, meaning, services, snapshot, storage, tasks
from recommendations.models import (
    ArticleVector,
    Corpus,
    Exclusion,
    NeverRecommended,
    Pin,
    RelatedArticle,
)

from .read_more import (
    NO_DRIFT,
    SUBJECTS,
    full_build_under_present_statistics,
    make_subjects,
    stored_lists,
    targets,
)


@pytest.fixture
def corpus(make_article):
    articles = make_subjects(make_article, 4)
    services.build("en")
    with NO_DRIFT:
        yield articles


def test_publishing_puts_the_article_on_the_lists_it_belongs_to(corpus, make_article, commit):
    with commit():
        new = make_article("Gout, new", body=SUBJECTS["gout"])

    assert set(targets(new)[:4]) == set(corpus["gout"])
    assert new in targets(corpus["gout"][0])
    assert stored_lists() == full_build_under_present_statistics()


def test_editing_moves_the_article_from_the_lists_it_left_to_those_it_enters(corpus, commit):
    moved = corpus["gout"][0]
    with commit():
        moved.title, moved.body = "flu, edited", SUBJECTS["flu"]
        moved.save()
        moved.publish()

    assert set(targets(moved)[:4]) == set(corpus["flu"])
    assert moved in targets(corpus["flu"][0])
    assert moved not in targets(corpus["gout"][1])[:2]
    assert stored_lists() == full_build_under_present_statistics()


@pytest.mark.parametrize("remove", [Article.unpublish, Article.delete])
def test_what_is_withdrawn_or_deleted_leaves_all_lists(corpus, commit, remove):
    gone = corpus["gout"][0]
    pk = gone.pk
    with commit():
        remove(gone)

    assert pk not in stored_lists()
    assert not RelatedArticle.objects.filter(target=None).exists()
    assert not RelatedArticle.objects.filter(target=pk).exists()
    assert not ArticleVector.objects.filter(article=pk).exists()
    assert stored_lists() == full_build_under_present_statistics()


def test_an_article_that_moves_to_another_language_changes_lists_of_both(
    corpus, make_article, commit
):
    spanish = make_article("Gota", body=SUBJECTS["gout"], language="es")
    services.build("es")
    moved = corpus["gout"][0]

    with commit():
        moved.language = "es"
        moved.save()
        moved.publish()

    assert targets(moved) == [spanish]
    assert targets(spanish) == [moved]
    for language in ("en", "es"):
        assert stored_lists(language) == full_build_under_present_statistics(language)


def test_publishing_the_same_text_again_changes_nothing_and_counts_as_no_change(corpus, commit):
    before = stored_lists()

    with commit():
        corpus["gout"][0].publish()

    assert stored_lists() == before
    assert not ArticleVector.objects.filter(is_fitted=False).exists()


def test_what_was_scheduled_or_expired_meanwhile_is_mended_by_the_next_refresh(
    corpus, make_article
):
    Article.objects.filter(pk=corpus["gout"][0].pk).update(status=Article.Status.DRAFT)
    late = make_article("Flu, late", body=SUBJECTS["flu"], status=Article.Status.DRAFT)
    Article.objects.filter(pk=late.pk).update(
        status=Article.Status.PUBLISHED, published_at=corpus["flu"][0].published_at
    )

    services.refresh("en")

    assert late in targets(corpus["flu"][0])
    assert stored_lists() == full_build_under_present_statistics()


def test_a_refresh_with_nothing_to_do_writes_nothing(corpus, django_assert_max_num_queries):
    with mock.patch.object(RelatedArticle.objects, "insert") as insert:
        services.refresh("en")
        services.refresh("en")

    insert.assert_not_called()


def test_a_change_that_commits_during_a_refresh_is_worked_in_by_the_next(corpus):
    edited = corpus["gout"][0]
    transform = snapshot.documents_of

    def edit_while_reading(ids):
        yield from transform(ids)
        edited.body = SUBJECTS["flu"]
        edited.save()
        edited.publish()

    edited.publish()
    with mock.patch.object(snapshot, "documents_of", edit_while_reading):
        services.refresh("en")
    assert stored_lists() != full_build_under_present_statistics()

    services.refresh("en")

    assert stored_lists() == full_build_under_present_statistics()


def test_the_first_refresh_is_a_full_build(make_article):
    articles = make_subjects(make_article, 1)

    services.refresh("en")

    assert Corpus.objects.get(language="en").n_documents == 4
    assert set(stored_lists()) == {article.pk for [article] in articles.values()}


@pytest.mark.parametrize("change", ["publish", "edit", "delete"])
def test_more_than_three_percent_of_change_brings_a_full_build(make_article, change):
    articles = [make_article(f"Flu {n}", body=f"<p>Subject{n} flu.</p>") for n in range(40)]
    services.build("en")
    built_at = Corpus.objects.get(language="en").built_at

    for number in range(2):
        assert Corpus.objects.get(language="en").built_at == built_at
        if change == "publish":
            make_article(f"New {number}")
        elif change == "edit":
            articles[number].body = f"<p>New text {number}</p>"
            articles[number].save()
            articles[number].publish()
        else:
            articles[number].delete()
        services.refresh("en")

    assert Corpus.objects.get(language="en").built_at > built_at
    assert not ArticleVector.objects.filter(is_fitted=False).exists()


def test_other_weights_bring_a_full_build(corpus):
    built_at = Corpus.objects.get(language="en").built_at

    with mock.patch.object(storage, "VERSION", storage.VERSION + 1):
        services.refresh("en")

    assert Corpus.objects.get(language="en").built_at > built_at


def test_a_refresh_that_is_always_overtaken_gives_up_and_says_so(corpus, caplog):
    with mock.patch.object(services, "MAX_DRIFT", -1):
        services.refresh("en")

    assert "faster than their lists" in caplog.text


def test_refreshing_a_list_with_fallbacks_takes_what_is_new(make_article, commit):
    lonely = make_article("Gout", body=SUBJECTS["gout"], topics=["Joints"])
    for number in range(4):
        make_article(f"Sleep {number}", body=SUBJECTS["sleep"])
    services.build("en")

    with NO_DRIFT, commit():
        new = make_article("Knees", body="<p>Knees bend.</p>", topics=["Joints"])

    assert targets(lonely)[0] == new
    assert stored_lists() == full_build_under_present_statistics()


BODIES = ["gout toe acid", "gout joint", "flu fever cough", "fever tea", "sleep", "the", "xyz new"]
OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(
            "publish edit topic withdraw delete move translate again pin exclude never "
            "retitle link link readdress".split()
        ),
        st.integers(0, 30),
        st.sampled_from(BODIES),
        st.booleans(),
    ),
    max_size=12,
)


def toggle(rule, values=None, /, **fields):
    """Make a rule, or where there is one for these, end it."""
    existing = rule.objects.filter(**fields)
    if existing:
        existing.get().delete()
    else:
        rule.objects.create(**fields, **(values or {}))


def pin(article, other, number):
    if other != article:
        toggle(Pin, source=article, target=other)
        for one in article.pins.all():
            one.position = (number * one.pk) % 7
            one.save()


def exclude(article, other, number):
    if other != article:
        toggle(Exclusion, {"both_ways": number % 2 == 0}, source=article, target=other)


def never(article, other, number):
    toggle(NeverRecommended, article=article)


def link(article, other, number):
    """Link to `other`, from a text on its subject or on none."""
    text = other.title if number % 2 else "xyz"
    article.body = f'<p>{text} <a href="{other.get_absolute_url()}">there</a></p>'
    article.save()
    article.publish()


ON_ANOTHER = {"pin": pin, "exclude": exclude, "never": never, "link": link}


def operate(make_article, operation, number, body):
    articles = list(Article.objects.order_by("pk"))
    if operation == "publish" or not articles:
        make_article(body, body=f"<p>{body}</p>", topics=[body[:4] or "none"])
        return
    article = articles[number % len(articles)]
    if operation == "withdraw":
        article.unpublish()
    elif operation == "delete":
        article.delete()
    elif operation in ON_ANOTHER:
        ON_ANOTHER[operation](article, articles[BODIES.index(body) % len(articles)], number)
    else:
        change(article, operation, body, original=articles[0])
        article.save()
        article.publish()


def change(article, operation, body, original):
    if operation == "edit":
        article.body = f"<p>{body}</p>"
    elif operation == "retitle":
        article.title, article.also_known_as = body, [body[:4]]
    elif operation == "readdress":
        article.slug = f"at-{body[:3]}-{article.pk}"
    elif operation == "topic":
        article.topics.set([body[:4] or "none"], tag_kwargs={"language": article.language})
    elif operation == "move":
        article.language = "es" if article.language == "en" else "en"
        article.slug = ""  # the old one may be taken there
        article.translation_of = None
    elif operation == "translate" and original not in (article, article.translation_of):
        taken = original.translations.filter(language=article.language).exists()
        is_chain = original.translation_of or article.translations.exists()
        article.translation_of = None if taken or is_chain else original


@pytest.mark.parametrize("challenger", [None, {"topic": 3, "meaning": 0}])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(operations=OPERATIONS)
def test_after_any_operations_the_rows_are_those_of_a_full_build(
    make_article, challenger, operations
):
    with (
        override_settings(RECOMMENDATIONS={"CHALLENGER_WEIGHTS": challenger}),
        transaction.atomic(),
        NO_DRIFT,
        mock.patch.object(lists, "LIST_SIZE", 5),
        mock.patch.multiple(meaning, LEAST_DOCUMENTS=2, DOCUMENTS_PER_COMPONENT=1),
    ):
        for body in BODIES:
            operate(make_article, "publish", 0, body)
        for language in ("en", "es"):
            services.build(language)
        for operation, number, body, is_refreshed in operations:
            operate(make_article, operation, number, body)
            if is_refreshed:
                services.refresh("en")
        for language in ("es", "en"):
            services.refresh(language)

        for language in ("en", "es"):
            assert stored_lists(language) == full_build_under_present_statistics(language)
        transaction.set_rollback(True)


# Who asks for a refresh


def test_nothing_is_refreshed_before_the_commit(corpus, make_article):
    before = stored_lists()

    make_article("Gout, new", body=SUBJECTS["gout"])

    assert stored_lists() == before


def test_an_import_refreshes_once_for_all_its_articles(corpus, make_article, commit):
    ids = [make_article(f"Gout {n}", body=SUBJECTS["gout"]).pk for n in range(3)]

    with mock.patch.object(services, "refresh", wraps=services.refresh) as refresh, commit():
        articles_imported.send(sender=Article, ids=ids)

    refresh.assert_called_once_with("en")
    assert set(ids) < set(stored_lists())
    assert stored_lists() == full_build_under_present_statistics()


def test_a_draft_asks_for_nothing(make_article, commit):
    with mock.patch.object(services, "refresh") as refresh, commit():
        draft = make_article(status=Article.Status.DRAFT)
        articles_imported.send(sender=Article, ids=[draft.pk])

    refresh.assert_not_called()
    assert not ArticleVector.objects.exists()


def test_a_broken_recommender_does_not_break_an_editors_save(make_article, commit):
    broken = mock.patch.object(type(tasks.refresh), "enqueue", side_effect=OSError("down"))
    with broken, commit():
        article = make_article("Flu")

    assert Article.objects.published().filter(pk=article.pk).exists()
    assert ArticleVector.objects.get(article=article).requested == 1
