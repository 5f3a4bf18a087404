"""The sitemap: every public page once, on pages of a bounded size."""

from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from lxml import etree

from articles.models import Authorship, Person, Topic
from articles.pictures.renditions import whole
from articles.sitemaps import SiteSitemap
from cms.models import STANDARD_SLUGS

SITE = "http://127.0.0.1:8000"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
}


def load(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/xml"
    return etree.fromstring(response.content)


def locations(client, address):
    found = load(client, address).xpath("//s:loc/text()", namespaces=NAMES)
    assert all(location.startswith(f"{SITE}/") for location in found)
    return [location.removeprefix(SITE) for location in found]


def alternates(client, address):
    """The alternates of each address, by language."""
    return {
        url.findtext("s:loc", namespaces=NAMES).removeprefix(SITE): {
            link.get("hreflang"): link.get("href").removeprefix(SITE)
            for link in url.findall("x:link", namespaces=NAMES)
        }
        for url in load(client, address)
    }


@pytest.fixture
def two_on_a_page(monkeypatch):
    monkeypatch.setattr(SiteSitemap, "limit", 2)


def test_the_index_leads_to_every_page_of_every_sitemap(client, make_article, two_on_a_page):
    articles = [make_article(topics=["Sleep"]).get_absolute_url() for _ in range(5)]
    pages = locations(client, "/sitemap.xml")
    assert pages == [
        "/sitemap-articles.xml",
        "/sitemap-articles.xml?p=2",
        "/sitemap-articles.xml?p=3",
        "/sitemap-topics.xml",
        "/sitemap-people.xml",
        "/sitemap-lists.xml",
        "/sitemap-lists.xml?p=2",
        "/sitemap-lists.xml?p=3",
        "/sitemap-lists.xml?p=4",
        "/sitemap-pages.xml",
        *(f"/sitemap-pages.xml?p={number}" for number in range(2, 6)),
    ]
    found = [location for page in pages for location in locations(client, page)]
    assert len(found) == len(set(found))
    assert found[:6] == [*articles, "/topics/sleep/"]


def test_a_page_holds_ten_thousand_addresses_at_most():
    assert SiteSitemap.limit == 10_000


def test_every_address_is_a_page(client, make_article):
    article = make_article("Cramps", topics=["Sleep"])
    make_article("Calambres", language="es", topics=["Sueño"], translation_of=article)
    ann = Person.objects.create(name="Ann")
    article.record_review(reviewer=ann, reviewed_on="2026-01-01")
    found = [
        location
        for page in locations(client, "/sitemap.xml")
        for location in locations(client, page)
    ]
    about = [f"{prefix}{slug}/" for prefix in ("/", "/es/") for slug in STANDARD_SLUGS]
    assert sorted(set(found) - set(about)) == [
        "/",
        "/a-z/",
        "/articles/cramps/",
        "/developers/",
        "/es/",
        "/es/a-z/",
        "/es/articles/calambres/",
        "/es/developers/",
        "/es/topics/",
        "/es/topics/sueno/",
        "/people/ann/",
        "/topics/",
        "/topics/sleep/",
    ]
    assert len(found) == 13 + len(about)
    for location in found:
        assert client.get(location).status_code == 200


def test_an_empty_site_has_a_sitemap(client, db):
    for page in locations(client, "/sitemap.xml"):
        load(client, page)
    assert locations(client, "/sitemap-articles.xml") == []


@pytest.mark.parametrize("address", ["-articles.xml?p=2", "-articles.xml?p=x", "-others.xml"])
def test_a_page_that_is_not_there_is_not_found(client, make_article, address):
    make_article()
    assert client.get(f"/sitemap{address}").status_code == 404


def test_the_date_is_that_of_the_last_change_that_matters(client, make_article):
    article = make_article(at=datetime(2024, 3, 5, tzinfo=UTC))
    dates = "string(//s:lastmod)"
    assert load(client, "/sitemap-articles.xml").xpath(dates, namespaces=NAMES) == "2024-03-05"
    article.publish(significance="typo")
    assert load(client, "/sitemap-articles.xml").xpath(dates, namespaces=NAMES) == "2024-03-05"
    article.publish(significance="minor")
    today = article.dates.modified.date().isoformat()
    assert load(client, "/sitemap-articles.xml").xpath(dates, namespaces=NAMES) == today


def test_translations_name_each_other_across_pages(client, make_article, two_on_a_page):
    make_article("Acne")
    article = make_article("Cramps")
    make_article("Calambres", language="es", translation_of=article)
    both = {"en": "/articles/cramps/", "es": "/es/articles/calambres/"}
    assert alternates(client, "/sitemap-articles.xml") == {
        "/articles/acne/": {},
        "/articles/cramps/": both,
    }
    assert alternates(client, "/sitemap-articles.xml?p=2") == {"/es/articles/calambres/": both}


def test_a_hidden_translation_is_not_named(client, make_article):
    article = make_article("Cramps")
    make_article("Calambres", language="es", translation_of=article).unpublish()
    assert alternates(client, "/sitemap-articles.xml") == {"/articles/cramps/": {}}


def test_an_article_has_its_picture(client, make_article, make_picture):
    picture = make_picture()
    make_article("Acne")
    make_article("Cramps", picture=picture)
    images = {
        url.findtext("s:loc", namespaces=NAMES).removeprefix(SITE): url.xpath(
            "i:image/i:loc/text()", namespaces=NAMES
        )
        for url in load(client, "/sitemap-articles.xml")
    }
    assert images == {
        "/articles/acne/": [],
        "/articles/cramps/": [SITE + whole(picture).fallback.url],
    }
    assert default_storage.exists(whole(picture).fallback.path)


def test_lists_are_there_in_every_language(client, db):
    found = alternates(client, "/sitemap-lists.xml")
    assert found["/a-z/"] == found["/es/a-z/"] == {"en": "/a-z/", "es": "/es/a-z/"}


def test_a_topic_needs_an_article_of_its_own_language(client, make_article):
    make_article("Calambres", language="es").topics.add("Sleep", tag_kwargs={"language": "en"})
    make_article("Cramps", topics=["Muscles"])
    assert locations(client, "/sitemap-topics.xml") == ["/topics/muscles/"]


def test_a_topic_is_there_for_the_articles_of_its_subtopics(client, make_article):
    body = Topic.objects.create(name="Body", slug="body")
    Topic.objects.create(name="Heart", slug="heart", parent=body)
    make_article(topics=["Heart"])
    assert locations(client, "/sitemap-topics.xml") == ["/topics/body/", "/topics/heart/"]


def test_people_are_there_in_the_languages_of_their_articles(client, make_article):
    ann, bob, _eve = (Person.objects.create(name=name) for name in ("Ann", "Bob", "Eve"))
    for language in ("en", "es"):
        Authorship.objects.create(article=make_article(language=language), person=ann)
    make_article().record_review(reviewer=bob, reviewed_on="2026-01-01")
    Authorship.objects.create(article=make_article(), person=bob)
    found = locations(client, "/sitemap-people.xml")
    assert found == ["/people/ann/", "/people/bob/", "/es/people/ann/"]
    for location in found:
        assert client.get(location).status_code == 200


def test_addresses_are_the_sites_whatever_host_was_asked(client, make_article, settings):
    article = make_article(topics=["Sleep"])
    make_article(language="es", translation_of=article)
    settings.SITE_URL = "https://health.example.org"
    settings.ALLOWED_HOSTS = ["inside"]
    for address in ("", "-articles", "-topics", "-lists"):
        text = client.get(f"/sitemap{address}.xml", headers={"Host": "inside"}).content.decode()
        assert "https://health.example.org/" in text
        assert "inside" not in text
        assert "127.0.0.1" not in text


@pytest.mark.parametrize("many", [1, 8])
def test_queries_do_not_grow_with_the_site(
    client, make_article, make_picture, django_assert_num_queries, many
):
    picture = make_picture()
    for number in range(many):
        article = make_article(topics=[f"Topic {number}"], picture=picture)
        make_article(language="es", translation_of=article)
        person = Person.objects.create(name=f"Person {number}")
        Authorship.objects.create(article=article, person=person)
        article.record_review(reviewer=person, reviewed_on="2026-01-01")
    # What is due by the clock; a count for each; topics and their counts by language.
    with django_assert_num_queries(1 + 7):
        client.get("/sitemap.xml")
    with django_assert_num_queries(1 + 3):  # the same, count, articles, translations
        client.get("/sitemap-articles.xml")
    for section, queries in [("topics", 4), ("people", 2)]:
        with django_assert_num_queries(1 + queries):
            client.get(f"/sitemap-{section}.xml")


def test_robots_are_told_of_the_sitemap(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
