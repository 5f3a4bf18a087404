"""Kept pages: what an editor does shows on the next request, wherever it is to be seen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import translation

from articles.models import (
    Article,
    ArticleTopic,
    Authorship,
    Feature,
    FeedbackCount,
    Person,
    Question,
    Reference,
    Topic,
)
from cms.caching import versions
from cms.caching.rules import RULES
from cms.caching.versions import content_version
from cms.models import ContentChange, Page
from recommendations import services
from recommendations.models import Exclusion, NeverRecommended, Pin, RelatedArticle
from recommendations.signals import lists_changed

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
SHOWING_TITLES = ["/", "/articles/other/", "/topics/sleep/", "/a-z/", "/people/ann/"]
SHOWING_TITLES += ["/feeds/articles.atom", "/feeds/articles.json", "/topics/sleep/feed.atom"]
SHOWING_TITLES += ["/widget/other/", "/widget/other/email/", "/api/v1/articles/other/related"]
LISTS = [*SHOWING_TITLES, "/topics/"]
SITEMAP = "/sitemap-articles.xml"


@pytest.fixture(autouse=True)
def keep_pages(settings):
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def site(make_article):
    """An article that everything else leads to, and one whose Read More it is."""
    topic = Topic.objects.create(name="Sleep", slug="sleep")
    other = make_article("Other", slug="other", topics=["Sleep"])
    article = make_article("Cramps", slug="cramps", topics=["Sleep"], summary="A lead.")
    ann = Person.objects.create(name="Ann", credentials="Nurse")
    for page in (article, other):
        Authorship.objects.create(article=page, person=ann)
    return {"article": article, "other": other, "topic": topic, "ann": ann}


def kept_names():
    cache = caches["pages"]
    return [key.removeprefix(cache.make_key("")) for key in cache._cache]


def kept_pages():
    return [caches["pages"].get(name) for name in kept_names()]


def kept():
    return len(kept_names())


def read(client, address, status=200):
    """Ask twice, so that the second answer is a kept one where pages are kept at all."""
    response = client.get(address)
    assert response.status_code == status, address
    assert client.get(address).content == response.content
    return response.content.decode()


def warm(client, addresses):
    return {address: read(client, address) for address in addresses}


@pytest.mark.parametrize("address", SHOWING_TITLES)
def test_what_is_withdrawn_is_gone_and_what_is_published_is_there(client, site, address):
    assert "Cramps" in read(client, address)
    site["article"].unpublish()
    assert "Cramps" not in read(client, address)
    site["article"].publish()
    assert "Cramps" in read(client, address)


def test_a_withdrawn_article_is_gone_itself(client, site):
    warm(client, ["/articles/cramps/", SITEMAP, "/widget/cramps/"])
    site["article"].unpublish()
    assert client.get("/articles/cramps/").status_code == 404
    assert client.get("/widget/cramps/").status_code == 404
    assert "cramps" not in read(client, SITEMAP)


@pytest.mark.parametrize("address", [*SHOWING_TITLES, "/articles/cramps/"])
def test_a_new_title_is_everywhere(client, site, address):
    read(client, address)
    site["article"].title = "Spasms"
    site["article"].save()
    site["article"].publish(significance="typo")
    text = read(client, address)
    assert "Spasms" in text
    assert "Cramps" not in text


def test_a_new_address_is_where_pages_lead_to(client, site):
    warm(client, ["/", "/articles/cramps/", SITEMAP])
    site["article"].slug = "spasms"
    site["article"].save()
    assert "/articles/spasms/" in read(client, "/")
    assert "/articles/spasms/" in read(client, SITEMAP)
    moved = client.get("/articles/cramps/?utm_source=letter")
    assert moved.status_code == 301
    assert moved.headers["Location"] == "/articles/spasms/?utm_source=letter"
    assert moved.headers["Cache-Control"] == "no-cache"


def pin_in_front(site, make_article):
    Pin.objects.create(source=site["article"], target=make_article("Pinned"))
    services.refresh("en")


def exclude(site, make_article):
    Exclusion.objects.create(source=site["article"], target=site["other"])


def never_recommend(site, make_article):
    NeverRecommended.objects.create(article=site["other"])


def rewrite_the_list(site, make_article):
    RelatedArticle.objects.filter(source=site["article"]).delete()
    target = make_article("New")
    RelatedArticle.objects.create(
        source=site["article"], target=target, rank=1, score=1, reasons=[]
    )


@pytest.mark.parametrize("act", [pin_in_front, exclude, never_recommend, rewrite_the_list])
@pytest.mark.parametrize(
    "address", ["/articles/cramps/", "/widget/cramps/", "/api/v1/articles/cramps/related"]
)
def test_an_editors_word_on_read_more_holds_at_once(client, site, make_article, act, address):
    before = read(client, address)
    act(site, make_article)
    assert read(client, address) != before


def feature(site):
    Feature.objects.create(article=site["other"])
    return "/"


def reorder_features(site):
    Feature.objects.filter(article=site["article"]).update(position=9)
    return "/"


def feature_on_topic(site):
    Feature.objects.create(article=site["other"], topic=site["topic"], position=0)
    return "/topics/sleep/"


def rename_topic(site):
    site["topic"].name = "Rest"
    site["topic"].save()
    return "/articles/cramps/"


def describe_topic(site):
    Topic.objects.update(description="At night.")
    return "/topics/sleep/"


def merge_topics(site):
    Topic.objects.create(name="Night", slug="night")
    ArticleTopic.objects.update(tag=Topic.objects.get(slug="night"))
    return "/topics/"


def add_subtopic(site):
    child = Topic.objects.create(name="Dreams", slug="dreams", parent=site["topic"])
    ArticleTopic.objects.bulk_create([ArticleTopic(content_object=site["other"], tag=child)])
    return "/topics/sleep/"


def rename_person(site):
    site["ann"].name = "Anna"
    site["ann"].save()
    return "/articles/cramps/"


def write_biography(site):
    Person.objects.update(biography="<p>She nurses.</p>")
    return "/people/ann/"


def ask(site):
    Question.objects.create(article=site["article"], question="Why?", answer="<p>So.</p>")
    return "/articles/cramps/"


def cite(site):
    Reference.objects.bulk_create([Reference(article=site["article"], text="A book")])
    return "/articles/cramps/"


def review(site):
    site["article"].record_review(reviewer=site["ann"], reviewed_on="2026-01-01")
    return "/articles/cramps/"


def take_author_off(site):
    Authorship.objects.filter(article=site["article"]).delete()
    return "/articles/cramps/"


def translate(site):
    spanish = Article.objects.create(
        title="Calambres", body="<p>Sí.</p>", language="es", translation_of=site["article"]
    )
    spanish.publish()
    return "/articles/cramps/"


def translate_person(site):
    translate(site)
    spanish = Article.objects.get(language="es")
    Authorship.objects.create(article=spanish, person=site["ann"])
    return "/people/ann/"


def write_page(site):
    Page.objects.filter(slug="about", language="en").update(body="<p>We are new.</p>")
    return "/about/"


def write_translated_page(site):
    Page.objects.create(slug="jobs", language="es", title="Empleo", body="<p>Sí.</p>")
    return "/sitemap-pages.xml"


ACTS = [feature, reorder_features, feature_on_topic, rename_topic, describe_topic, merge_topics]
ACTS += [add_subtopic, rename_person, write_biography, ask, cite, review, take_author_off]
ACTS += [translate, translate_person, write_page, write_translated_page]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_whatever_an_editor_does_shows_on_the_next_request(client, site, act):
    Feature.objects.create(article=site["article"], position=5)
    if act is reorder_features:
        Feature.objects.create(article=site["other"], position=7)
    addresses = [*LISTS, "/articles/cramps/", "/about/", "/sitemap-pages.xml"]
    before = warm(client, addresses)
    shown_on = act(site)
    assert read(client, shown_on) != before[shown_on]


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
    (name,), (page,) = kept_names(), kept_pages()
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


def test_a_change_that_is_taken_back_changes_nothing(db, site):
    before = content_version()
    with transaction.atomic():
        site["article"].unpublish()
        assert content_version() != before
        transaction.set_rollback(True)
    assert content_version() == before


def test_what_readers_say_and_seek_changes_nothing(client, site):
    before = content_version()
    FeedbackCount.objects.count_answer(site["article"], helpful=True)
    client.get("/search/?q=nothing+of+the+kind")
    assert content_version() == before


def test_old_changes_are_forgotten_and_no_version_comes_back(db, commit, monkeypatch):
    monkeypatch.setattr(versions, "REMEMBERED", 4)
    monkeypatch.setattr(versions, "FORGET_AFTER", 2)
    seen = [content_version()]
    for number in range(12):
        with commit():
            Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
        seen.append(content_version())
    assert len(set(seen)) == len(seen)
    assert ContentChange.objects.count() <= 6


def test_lists_that_are_written_past_the_watch_change_the_version(db):
    before = content_version()
    lists_changed.send(sender=RelatedArticle, language="en")
    assert content_version() != before


def test_every_kept_page_is_one_of_the_sites():
    names = set()
    with translation.override("en"):
        resolver = get_resolver()
        names |= {name for name in resolver.reverse_dict if isinstance(name, str)}
        for namespace, (_prefix, inner) in resolver.namespace_dict.items():
            names |= {f"{namespace}:{name}" for name in inner.reverse_dict if isinstance(name, str)}
    assert RULES.keys() <= names


@pytest.mark.django_db(transaction=True)
def test_changes_are_forgotten_outside_of_a_transaction_too(make_article):
    """SQLite commits nothing while the INSERT that was seen still has its new key to return."""
    article = make_article()
    for number in range(versions.FORGET_AFTER):
        person = Person.objects.create(name=f"Person {number}")
        Authorship.objects.create(article=article, person=person)
    assert Authorship.objects.count() == versions.FORGET_AFTER
