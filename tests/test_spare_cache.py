"""A cache that fails costs readers nothing but time: here a Redis that nobody answers for."""

import logging
import socket

import pytest
from django.core.cache import caches

from articles import limits
from articles.models import FeedbackCount
from articles.spare_cache import REST_SECONDS, SpareCache
from cms.caching import middleware

from .keeping import kept

pytestmark = pytest.mark.usefixtures("kept_pages")


@pytest.fixture
def works(settings, monkeypatch):
    """Say whether the caches are to work from now on."""
    with socket.socket() as nobody:  # bound, but it does not listen
        nobody.bind(("127.0.0.1", 0))
        address = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"
        working = settings.CACHES
        broken = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}
        monkeypatch.setattr(limits, "cache", SpareCache())
        monkeypatch.setattr(middleware, "pages", SpareCache("pages"))

        def works(yes):
            settings.CACHES = working if yes else dict.fromkeys(working, broken)

        yield works
        settings.CACHES = working


def reasons(caplog):
    return [record.getMessage() for record in caplog.records if "cache" in record.getMessage()]


def test_pages_are_made_without_it_and_its_failure_is_told_once(
    client, make_article, works, caplog
):
    make_article("Cramps", slug="cramps")
    works(False)
    for _ in range(3):
        response = client.get("/articles/cramps/")
        assert "Cramps" in response.text
        assert response.headers["ETag"]
        assert "stale-while-revalidate" in response.headers["Cache-Control"]
    assert reasons(caplog) == ["The cache “pages” does not work; the site does without"]


def test_it_is_left_alone_for_a_while_and_then_tried_again(client, make_article, works, caplog):
    make_article()
    works(False)
    client.get("/")
    works(True)
    client.get("/")
    assert kept() == 0
    middleware.pages.rests_until -= REST_SECONDS
    client.get("/")
    assert kept() == 1
    assert reasons(caplog)[1:] == ["The cache “pages” works again"]


def test_readers_are_heard_without_it(client, make_article, works, caplog):
    make_article(slug="cramps")
    works(False)
    response = client.post("/articles/cramps/feedback/", {"helpful": "yes"})
    assert response.status_code == 303
    assert FeedbackCount.objects.totals() == (1, 0)
    assert reasons(caplog) == ["The cache “default” does not work; the site does without"]


def test_the_api_answers_without_it(client, make_article, works, caplog):
    make_article("Cramps")
    works(False)
    assert client.get("/api/v1/articles/").json()["items"][0]["title"] == "Cramps"
    assert reasons(caplog) == ["The cache “default” does not work; the site does without"]


def test_who_sends_is_never_told_apart_without_salt(rf, works):
    works(False)
    request = rf.get("/")
    assert limits.sender_key(request) != limits.sender_key(request)
    works(True)
    limits.cache.rests_until = None
    assert limits.sender_key(request) == limits.sender_key(request)


def test_a_count_that_a_full_cache_dropped_is_none(monkeypatch, caplog):
    monkeypatch.setattr(caches["default"], "add", lambda *_arguments: False)
    assert SpareCache().count("nothing", 60) is None
    assert reasons(caplog) == []


@pytest.fixture(autouse=True)
def loud(caplog):
    caplog.set_level(logging.WARNING)
