"""A worker that is killed leaves complete lists, and the next run mends the rest."""

import random
import signal
import time

import pytest

from articles.models import Article
from recommendations import services

from .processes import make_corpus, make_text, own_database, publish_anew, start
from .read_more import full_build_under_present_statistics, stored_lists

ARTICLES = 60
KILLS = 10


@pytest.fixture
def chance():
    return random.Random()  # noqa: S311  (moments, not secrets)


@pytest.fixture
def corpus(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), own_database(tmp_path):
        yield make_corpus(ARTICLES)


def watch_until_killed(process, after):
    """Kill `process` at its time; return all lists that readers saw meanwhile."""
    seen = []
    end = time.monotonic() + after
    while time.monotonic() < end and process.is_alive():
        seen.append(stored_lists())
    process.kill()
    process.join()
    return seen


def seconds(work, *arguments):
    started = time.monotonic()
    process = start(work, *arguments)
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - started


def assert_survives_kills(chance, work, next_arguments, next_run):
    longest = seconds(work, *next_arguments())
    kills = 0
    while kills < KILLS:
        before = stored_lists()
        process = start(work, *next_arguments())
        seen = watch_until_killed(process, after=chance.uniform(0, longest))
        if process.exitcode == -signal.SIGKILL:
            kills += 1
        else:
            longest *= 0.9  # it was done before its time
        seen.append(stored_lists())
        next_run("en")
        after = stored_lists()
        assert after == full_build_under_present_statistics()
        assert all(lists in (before, after) for lists in seen)


def test_a_build_that_is_killed_leaves_the_lists_as_they_were(corpus, chance):
    def change_an_article():
        article = chance.choice(corpus)
        Article.objects.filter(pk=article.pk).update(body=f"<p>{make_text(chance)}</p>")
        return ["en"]

    assert_survives_kills(chance, services.build, change_an_article, services.build)


def test_a_refresh_that_is_killed_is_done_by_the_next(corpus, chance):
    def an_edit():
        return [chance.choice(corpus).pk, make_text(chance)]

    assert_survives_kills(chance, publish_anew, an_edit, services.refresh)
