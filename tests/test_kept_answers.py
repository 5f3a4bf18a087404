"""Kept answers: whose they are, how long they hold, and what keeps none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import translation

from cms.caching.rules import RULES

from .keeping import LISTS, kept, kept_names, make_site, read

pytestmark = pytest.mark.usefixtures("kept_pages")

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


@pytest.fixture
def site(make_article):
    return make_site(make_article)


def test_pages_come_and_go_by_the_clock(client, make_article):
    with time_machine.travel(NOON, tick=False) as clock:
        make_article("Always")
        make_article("Cramps", at=NOON + timedelta(minutes=7))
        make_article("Acne", at=NOON, expires_at=NOON + timedelta(minutes=20))
        shown = []
        for minutes in (0, 6, 1, 12, 1):
            clock.shift(timedelta(minutes=minutes))
            text = read(client, "/")
            shown.append(("Cramps" in text, "Acne" in text))
    assert shown == [(False, True), (False, True), (True, True), (True, True), (True, False)]


def test_nobody_may_keep_a_page_past_the_next_change_by_the_clock(client, make_article, settings):
    settings.PAGE_MAX_AGE, settings.PAGE_STALE_WHILE_REVALIDATE = 60, 300
    with time_machine.travel(NOON, tick=False) as clock:
        make_article(expires_at=NOON + timedelta(seconds=400))
        lifetimes = []
        for seconds in (0, 100, 250):
            clock.shift(timedelta(seconds=seconds))
            lifetimes.append(client.get("/").headers["Cache-Control"])
    assert lifetimes == [
        "public, max-age=60, stale-while-revalidate=300",
        "public, max-age=60, stale-while-revalidate=240",
        "public, max-age=50, stale-while-revalidate=0",
    ]


def test_a_page_is_made_anew_each_day(client, make_article, settings, django_assert_num_queries):
    settings.TIME_ZONE = "America/New_York"
    make_article()
    with time_machine.travel(datetime(2026, 5, 7, 3, 59, 30, tzinfo=UTC), tick=False) as clock:
        client.get("/")
        clock.shift(timedelta(seconds=29))
        with django_assert_num_queries(1):
            client.get("/")
        clock.shift(timedelta(seconds=1))
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
    assert len(queries) > 1


def test_a_kept_page_takes_one_query_and_a_page_not_changed_is_not_sent(
    client, site, django_assert_num_queries
):
    for address in [*LISTS, "/articles/cramps/", "/es/"]:
        first = client.get(address)
        with django_assert_num_queries(1):
            second = client.get(address)
        assert second.content == first.content
        assert dict(second.headers) == dict(first.headers)
        with django_assert_num_queries(1):
            third = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert third.status_code == 304
        assert third.content == b""
        assert third.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_a_reader_who_has_the_page_already_has_it_made_for_the_next_one(client, site):
    etag = client.get("/feeds/articles.atom").headers["ETag"]
    caches["pages"].clear()
    headers = {"If-None-Match": etag}
    assert client.get("/feeds/articles.atom", headers=headers).status_code == 304
    assert kept() == 1


def test_an_old_etag_gets_the_new_page(client, site):
    etag = client.get("/").headers["ETag"]
    site["article"].unpublish()
    response = client.get("/", headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert response.headers["ETag"] != etag


def test_a_change_elsewhere_does_not_send_an_equal_page_again(client, site):
    etag = client.get("/about/").headers["ETag"]
    site["article"].unpublish()
    assert client.get("/about/", headers={"If-None-Match": etag}).status_code == 304


def test_staff_neither_fill_nor_see_what_is_kept(client, admin_client, site):
    assert admin_client.get("/").headers["Cache-Control"] == "private, no-store"
    assert kept() == 0
    client.get("/")
    (name,) = kept_names()
    page = caches["pages"].get(name)
    caches["pages"].set(name, replace(page, content=b"kept"))
    assert client.get("/").content == b"kept"
    assert admin_client.get("/").content != b"kept"


def test_what_programs_write_with_their_tokens_is_not_kept(client, site):
    response = client.get("/", headers={"Authorization": "Bearer x"})
    assert response.headers["Cache-Control"] == "private, no-store"
    assert kept() == 0


def test_a_page_with_a_cookie_is_for_one_reader(client, site):
    client.cookies["campaign"] = "x"  # not ours
    assert "public" in client.get("/").headers["Cache-Control"]
    user = User.objects.create_user("ed")
    client.force_login(user)
    assert client.get("/articles/cramps/").headers["Cache-Control"] == "private, no-store"


def test_parameters_that_a_page_does_not_know_make_no_page_of_their_own(client, make_article):
    for _ in range(30):
        make_article(topics=["Sleep"])
    plain = client.get("/topics/sleep/")
    campaign = client.get("/topics/sleep/?utm_source=letter&fbclid=1")
    assert campaign.content == plain.content
    assert kept() == 1
    second = client.get("/topics/sleep/?utm_source=letter&page=2")
    assert second.content != plain.content
    assert "utm_source" not in second.content.decode()
    assert second.content == client.get("/topics/sleep/?page=2").content
    assert kept() == 2


def test_languages_hosts_and_schemes_have_their_own_pages(client, site, settings):
    settings.ALLOWED_HOSTS = ["one", "two"]
    client.get("/", headers={"host": "one"})
    client.get("/es/", headers={"host": "one"})
    client.get("/", headers={"host": "two"})
    client.get("/", headers={"host": "two"}, secure=True)
    assert kept() == 4
    assert client.get("/es/", headers={"host": "one"}).headers["Content-Language"] == "es"
    assert client.get("/", headers={"host": "three"}).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        *("/search/?q=cramps", "/healthz", "/admin/login/", "/articles/cramps/feedback/"),
        *("/articles/none/", "/topics/sleep/?page=9", "/none", "/widget/cramps/?links=0"),
    ],
)
def test_what_is_not_for_all_or_not_there_is_not_kept(client, site, address):
    response = client.get(address)
    assert kept() == 0
    assert "public" not in response.headers.get("Cache-Control", "")


def test_what_is_sent_is_not_kept_and_what_is_asked_about_neither(client, site):
    client.post("/articles/cramps/feedback/", {"helpful": "yes"})
    client.post("/")
    assert client.head("/").status_code == 200
    assert kept() == 0
    page = client.get("/")
    head = client.head("/")
    assert head.headers["ETag"] == page.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(page.content))


def test_a_page_too_large_is_sent_and_not_kept(client, make_article):
    make_article(slug="long", body=f"<p>{'word ' * 110_000}</p>")
    assert client.get("/articles/long/").headers["ETag"]
    assert kept() == 0


def test_kept_answers_are_as_safe_as_fresh_ones(client, site):
    for address in ("/", "/widget/cramps/?color=aa0000"):
        fresh, again = client.get(address), client.get(address)
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Content-Type"):
            assert again.headers[name] == fresh.headers[name]
    assert "frame-ancestors *" in again.headers["Content-Security-Policy"]
    assert client.get("/").headers["X-Frame-Options"] == "DENY"


def test_processes_with_memories_of_their_own_agree(client, site, settings):
    """Two caches stand for two processes: what they share is the database alone."""

    def read_in(process):
        settings.CACHES = {
            **settings.CACHES,
            "pages": {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "LOCATION": process,
            },
        }
        return client.get("/").content.decode()

    for process in ("one", "two"):
        assert "Cramps" in read_in(process)
    site["article"].unpublish()
    for process in ("one", "two"):
        assert "Cramps" not in read_in(process)


def test_pages_of_another_setting_are_not_these(client, site, settings):
    assert "Plain Health" in read(client, "/")
    settings.SITE_NAME = "Clear Health"
    assert "Clear Health" in read(client, "/")


def test_every_kept_page_is_one_of_the_sites():
    names = set()
    with translation.override("en"):
        resolver = get_resolver()
        names |= {name for name in resolver.reverse_dict if isinstance(name, str)}
        for namespace, (_prefix, inner) in resolver.namespace_dict.items():
            names |= {f"{namespace}:{name}" for name in inner.reverse_dict if isinstance(name, str)}
    assert RULES.keys() <= names
