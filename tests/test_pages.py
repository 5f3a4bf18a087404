"""What every reader's page has, home, languages, and what is no page."""

import re
from datetime import UTC, datetime

import pytest
from django.views.defaults import server_error
from lxml import html as lxml_html

from articles.models import Authorship, Person

from .reading import LANGUAGES, links, load, text_of

# Every page


@pytest.fixture
def site(make_article):
    article = make_article("Cramps", topics=["Sleep"])
    ann = Person.objects.create(name="Ann")
    Authorship.objects.create(article=article, person=ann)


ADDRESSES = ["/", "/articles/cramps/", "/topics/", "/topics/sleep/", "/a-z/", "/people/ann/"]
ADDRESSES += ["/search/", "/search/?q=cramps", "/es/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_has_one_title_and_the_landmarks(client, site, address):
    tree = load(client, address)
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("string(//title)").strip()
    for landmark in ("header", "main", "footer"):
        assert len(tree.xpath(f"//body/{landmark}")) == 1
    assert tree.get("lang") == ("es" if address.startswith("/es/") else "en")
    assert tree.get("dir") == "ltr"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_a_script_or_a_style_of_its_own(client, site, address):
    tree = load(client, address)
    assert not tree.xpath("//script[not(@src or @type='application/ld+json')]|//style|//@style")


@pytest.mark.parametrize("address", ["/topics/sleep/", "/a-z/", "/", "/articles/cramps/"])
def test_the_canonical_address_leaves_out_what_makes_no_other_page(client, site, address):
    tree = load(client, f"{address}?utm_source=x")
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    assert canonical == f"http://127.0.0.1:8000{address}"


@pytest.mark.parametrize(("query", "robots"), [("cramps", []), ("no-such-word", ["noindex"])])
def test_crawlers_keep_the_page_of_the_search_and_none_of_what_it_lacks(
    client, site, query, robots
):
    tree = load(client, f"/search/?q={query}")
    assert tree.xpath("//meta[@name='robots']/@content") == robots
    assert tree.xpath("//link[@rel='canonical']/@href") == ["http://127.0.0.1:8000/search/"]


def test_the_mark_on_the_page_is_the_one_of_its_icon(client, site, settings):
    icon = (settings.BASE_DIR / "cms/static/cms/mark.svg").read_text()
    shown = load(client, "/").xpath("//header//*[name()='path']/@d")
    assert shown == re.findall(r' d="([^"]+)"', icon)


# Home


def test_home_shows_topics_with_counts_and_the_newest_articles(client, make_article):
    make_article("Old", topics=["Sleep"], at=datetime(2020, 1, 1, tzinfo=UTC))
    for number in range(6):
        make_article(f"New {number}", topics=["Sleep", "Heart"])
    tree = load(client, "/")
    topics = [text_of(topic) for topic in tree.xpath("//ul[@class='topics']/li")]
    assert topics == ["Heart 6 articles", "Sleep 7 articles"]
    titles = [text_of(title) for title in tree.find_class("card-title")]
    assert titles == [f"New {number}" for number in reversed(range(6))]


def test_home_of_an_empty_site_says_so(client, db):
    assert "There is no article here yet." in text_of(load(client, "/"))


# Languages


@pytest.mark.parametrize(
    ("address", "spanish"),
    [
        ("/", "/es/"),
        ("/articles/cramps/", "/es/"),
        ("/people/ann/", "/es/"),
        ("/topics/", "/es/topics/"),
        ("/topics/sleep/", "/es/topics/"),
        ("/a-z/", "/es/a-z/"),
        ("/search/?q=cramps", "/es/search/?q=cramps"),
    ],
)
def test_the_language_switch_goes_to_the_nearest_page(client, site, address, spanish):
    tree = load(client, address)
    assert links(tree, LANGUAGES)[1] == spanish


def test_spanish_pages_are_in_spanish(client, make_article):
    article = make_article(
        "Calambres",
        language="es",
        topics=["Sueño"],
        at=datetime(2024, 3, 5, 12, tzinfo=UTC),
        summary="Resumen.",
    )
    ana = Person.objects.create(name="Ana")
    Authorship.objects.create(article=article, person=ana)
    text = text_of(load(client, "/es/articles/calambres/"))
    for words in ("Escrito por Ana", "Publicado el 5 de marzo de 2024", "1 minuto de lectura"):
        assert words in text
    tree = load(client, "/es/")
    assert "Información de salud en palabras sencillas" in text_of(tree)
    assert "/es/topics/sueno/" in links(tree)
    assert all(href.startswith("/es/") for href in links(tree))
    assert client.get("/es/").headers["Content-Language"] == "es"


# Errors and machines


def test_a_page_that_is_not_there_helps_on(client, db):
    response = client.get("/es/nada/")
    tree = lxml_html.document_fromstring(response.content.decode())
    assert response.status_code == 404
    assert "Página no encontrada" in text_of(tree)
    assert tree.xpath("//input[@name='q']")
    assert "/es/topics/" in links(tree)


def test_the_page_for_our_own_faults_needs_nothing(rf):
    # No `db` here: a query would fail the test. Django gives this page no context at all.
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


def test_robots_are_kept_from_the_desk_only(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain"
    assert re.findall(r"^Disallow: (.*)$", response.content.decode(), re.MULTILINE) == ["/admin/"]


def test_health_check_asks_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/healthz").content == b"ok"


def test_browsers_that_ask_for_an_icon_on_their_own_are_led_to_it(client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/cms/mark.svg"
