"""What a worker keeps in memory between two tasks is never stale, and saves it reading all."""

from unittest import mock

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Article
from recommendations import index, lists, meaning, services, storage, warm
from recommendations.models import Corpus

from .read_more import (
    NO_DRIFT,
    SUBJECTS,
    full_build_under_present_statistics,
    make_subjects,
    stored_lists,
)

# What a refresh after one publication may ask the database, whatever the number of articles.
QUERIES = 35


@pytest.fixture
def corpus(make_article):
    articles = make_subjects(make_article, 4)
    services.build("en")
    with NO_DRIFT:
        yield articles


@pytest.fixture(autouse=True)
def nothing_kept():
    with mock.patch.object(warm, "_kept", {}):
        yield


def change(article, subject):
    article.body = SUBJECTS[subject]
    article.save()
    article.publish()


def refresh_with(memory):
    with mock.patch.object(warm, "_kept", memory):
        services.refresh("en")


def test_a_worker_reads_all_vectors_once(corpus):
    change(corpus["gout"][0], "flu")
    services.refresh("en")

    with mock.patch.object(storage, "load_vectors") as load_vectors:
        change(corpus["gout"][1], "flu")
        services.refresh("en")

    load_vectors.assert_not_called()
    assert stored_lists() == full_build_under_present_statistics()


def test_a_worker_reads_anew_what_another_one_changed_and_no_more(corpus):
    one, other = {}, {}
    for number, memory in enumerate([one, other]):
        change(corpus["gout"][number], "flu")
        refresh_with(memory)

    change(corpus["gout"][2], "sleep")
    with mock.patch.object(storage, "load_vectors", wraps=storage.load_vectors) as load_vectors:
        refresh_with(one)

    load_vectors.assert_called_once_with("en", {corpus["gout"][1].pk})
    assert stored_lists() == full_build_under_present_statistics()


def test_what_was_rolled_back_is_forgotten(corpus):
    change(corpus["gout"][0], "flu")
    services.refresh("en")
    before = stored_lists()

    with transaction.atomic():
        change(corpus["gout"][1], "flu")
        corpus["gout"][2].delete()
        services.refresh("en")
        assert stored_lists() != before
        transaction.set_rollback(True)
    change(Article.objects.get(pk=corpus["gout"][3].pk), "acne")
    services.refresh("en")

    assert stored_lists() == full_build_under_present_statistics()


def test_a_full_build_is_met_with_its_own_statistics(corpus):
    one = {}
    change(corpus["gout"][0], "flu")
    refresh_with(one)
    services.build("en")

    change(corpus["gout"][1], "flu")
    refresh_with(one)

    assert stored_lists() == full_build_under_present_statistics()
    assert one["en"].built_at == Corpus.objects.get(language="en").built_at


def test_a_refresh_takes_few_queries(corpus, django_assert_max_num_queries):
    change(corpus["gout"][0], "flu")
    services.refresh("en")
    change(corpus["gout"][1], "flu")

    with django_assert_max_num_queries(QUERIES) as queries:
        services.refresh("en")

    # What is large was read before, and is not written.
    assert not [query for query in queries if "corpusterms" in query["sql"]]


def test_what_changed_is_found_by_an_index(corpus):
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, "recommendations_articlevector")
    assert {"article_vector_stale_idx", "article_vector_unfitted_idx"} <= indexes.keys()


SUBJECT = st.sampled_from(list(SUBJECTS))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["edit", "publish", "link", "withdraw", "delete", "again"]),
        st.integers(0, 20),
        SUBJECT,
        st.sampled_from([None, 0, 1]),
    ),
    max_size=12,
)


def operate(make_article, operation, number, subject):
    articles = list(Article.objects.order_by("pk"))
    if operation == "publish" or not articles:
        make_article(f"{subject} new", body=SUBJECTS[subject], topics=[subject])
        return
    article = articles[number % len(articles)]
    if operation == "edit":
        change(article, subject)
    elif operation == "link":
        to = articles[len(subject) * number % len(articles)].get_absolute_url()
        article.body = f'{SUBJECTS[subject]}<p><a href="{to}">there</a></p>'
        article.also_known_as = [subject]
        article.save()
        article.publish()
    else:
        {"withdraw": article.unpublish, "delete": article.delete, "again": article.publish}[
            operation
        ]()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, few_new=st.sampled_from([0, 2, 300]))
def test_workers_in_turn_leave_the_rows_of_a_full_build(make_article, steps, few_new):
    memories = [{}, {}]
    with (
        transaction.atomic(),
        NO_DRIFT,
        mock.patch.object(lists, "LIST_SIZE", 5),
        mock.patch.object(index, "FEW_NEW", few_new),
        mock.patch.multiple(meaning, LEAST_DOCUMENTS=2, DOCUMENTS_PER_COMPONENT=1),
    ):
        make_subjects(make_article, 2)
        services.build("en")
        for operation, number, subject, worker in steps:
            operate(make_article, operation, number, subject)
            if worker is not None:
                refresh_with(memories[worker])
        for memory in memories:
            refresh_with(memory)
            assert stored_lists() == full_build_under_present_statistics()
            operate(make_article, "edit", 1, "gout")
        transaction.set_rollback(True)
