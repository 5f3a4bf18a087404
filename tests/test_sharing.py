"""What shared links show: the terms on the page, and the picture that is drawn for them."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from lxml import html as lxml_html
from PIL import Image, ImageChops

from articles.models import Authorship, Person
from articles.sharing import drawing, open_graph_locale, sharing_image, site_image
from cms.models import STANDARD_SLUGS

SITE = "http://127.0.0.1:8000"


def load(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return lxml_html.document_fromstring(response.content.decode())


def terms(client, address):
    """Return what the page at `address` says to networks, by the names of the terms."""
    tree = load(client, address)
    found = [
        (meta.get("property") or meta.get("name"), meta.get("content"))
        for meta in tree.xpath("//meta[@property or starts-with(@name, 'twitter:')]")
    ]
    assert len(found) == len(dict(found))
    return dict(found)


@pytest.fixture
def site(make_article):
    article = make_article("Cramps", topics=["Sleep"], summary="Common & harmless.")
    ann = Person.objects.create(name="Ann", credentials="Nurse", biography="<p>She nurses.</p>")
    Authorship.objects.create(article=article, person=ann)
    return article


# Terms


def test_an_article_says_all_that_a_shared_link_shows(client, make_article):
    article = make_article(
        "Cramps", summary="Common &\nharmless.", at=datetime(2024, 3, 5, 12, tzinfo=UTC)
    )
    make_article("Calambres", language="es", translation_of=article)
    assert terms(client, "/articles/cramps/") == {
        "og:type": "article",
        "og:site_name": "Plain Health",
        "og:title": "Cramps",
        "og:description": "Common & harmless.",
        "og:url": f"{SITE}/articles/cramps/",
        "og:locale": "en_US",
        "og:locale:alternate": "es_ES",
        "og:image": f"{SITE}/articles/cramps/card.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Cramps",
        "twitter:card": "summary_large_image",
        "article:published_time": "2024-03-05T12:00:00+00:00",
        "article:modified_time": "2024-03-05T12:00:00+00:00",
    }


def test_the_dates_are_those_of_the_page(client, make_article):
    article = make_article("Cramps")
    article.publish(significance="minor")
    tree = load(client, "/articles/cramps/")
    shown = tree.xpath("//section[@class='about-page']//time/@datetime")
    told = [
        tree.xpath(f"string(//meta[@property='article:{name}']/@content)")
        for name in ("published_time", "modified_time")
    ]
    assert told == shown[:2]
    assert told[0] != told[1]


@pytest.mark.parametrize(
    ("address", "title", "description"),
    [
        ("/", "Plain Health", "Find clear, careful answers"),
        ("/topics/", "Topics", "Health articles by topic: Sleep."),
        ("/topics/sleep/", "Sleep", "Cramps"),
        ("/a-z/", "Articles from A to Z", "All of our health articles from A to Z"),
        ("/a-z/?letter=C", "Articles from A to Z: C", "All of our health articles from A to Z"),
        ("/people/ann/", "Ann", "Health articles that Ann wrote or reviewed. Nurse. She nurses."),
        ("/about/", "About this site", "Plain Health explains health"),
        ("/search/", "Search", "Search our health articles"),
        ("/search/?q=cramps", "Search for “cramps”", "Search our health articles"),
        ("/developers/?article=cramps", "Read More on your site", "Show related health articles"),
    ],
)
def test_other_pages_say_what_they_are_with_the_sites_picture(
    client, site, address, title, description
):
    tree = load(client, address)
    told = terms(client, address)
    assert tree.xpath("string(//title)").startswith(title)
    assert told["og:title"] == title
    assert told["og:description"].startswith(description)
    assert tree.xpath("//meta[@name='description']/@content") == [told["og:description"]]
    assert told["og:url"] == tree.xpath("string(//link[@rel='canonical']/@href)")
    assert told["og:image"] == f"{SITE}/card.png"
    assert told["og:type"] == "website"
    assert "article:published_time" not in told


def test_descriptions_are_short_however_long_the_text(client, make_article):
    make_article("Long", body=f"<p>{'word ' * 500}</p>", topics=["Sleep"])
    for address in ("/articles/long/", "/topics/", *(f"/{slug}/" for slug in STANDARD_SLUGS)):
        assert len(terms(client, address)["og:description"]) <= 300


def test_the_lists_of_an_empty_site_say_nothing_of_topics(client, db):
    assert "og:description" not in terms(client, "/topics/")
    assert not load(client, "/topics/").xpath("//meta[@name='description']")


@pytest.mark.parametrize("address", ["/articles/cramps/feedback/", "/none/"])
def test_pages_that_nobody_shares_say_nothing(client, site, address):
    assert "og:" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", "en_US"), ("es", "es_ES"), ("ar", "ar_AR"), ("pt-br", "pt_BR"), ("en-gb", "en_GB")],
)
def test_languages_are_named_with_a_country(language, locale):
    assert open_graph_locale(language) == locale


# The picture


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/png"
    return Image.open(BytesIO(response.content))


def test_pages_name_a_picture_of_the_size_that_is_drawn(client, site):
    for image in (sharing_image(site), site_image()):
        picture = read(client, image.url.removeprefix(SITE))
        assert picture.size == (image.width, image.height) == (1200, 630)


def test_a_picture_is_of_the_language_of_its_article(client, make_article):
    article = make_article("Calambres", language="es")
    assert sharing_image(article).url == f"{SITE}/es/articles/calambres/card.png"
    assert client.get("/articles/calambres/card.png").status_code == 404
    assert read(client, "/es/card.png") != read(client, "/card.png")


def test_an_article_that_moved_takes_its_picture_along(client, make_article):
    article = make_article("Old title")
    article.slug = "new-title"
    article.save()
    response = client.get("/articles/old-title/card.png")
    assert response.status_code == 301
    assert response.headers["Location"] == "/articles/new-title/card.png"


def test_caches_may_keep_a_picture_and_ask_whether_it_is_still_the_same(client, site):
    response = client.get("/articles/cramps/card.png")
    assert "public" in response.headers["Cache-Control"]
    known = {"If-None-Match": response.headers["ETag"]}
    assert client.get("/articles/cramps/card.png", headers=known).status_code == 304
    site.title = "Spasms"
    site.save()
    assert client.get("/articles/cramps/card.png", headers=known).status_code == 200


def test_the_same_words_give_the_same_bytes():
    once = drawing.draw("¿Qué es?", name="Plain Health")
    assert drawing.draw("¿Qué es?", name="Plain Health") == once
    assert drawing.draw("¿Que es?", name="Plain Health") != once
    assert drawing.draw("¿Qué es?", name="Other Health") != once
    assert drawing.draw("¿Que\u0301 es?", name="Plain Health") == once


LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"


@pytest.mark.parametrize(
    "title", ["Ω", "Leg cramps at night", "word " * 60, LONG_WORD, f"{LONG_WORD} " * 4, "W" * 300]
)
def test_a_title_of_any_length_stays_within_its_place(title):
    with_title = Image.open(BytesIO(drawing.draw(title, name="Plain Health")))
    without = Image.open(BytesIO(drawing.draw("", name="Plain Health")))
    left, top, right, bottom = ImageChops.difference(with_title, without).getbbox()
    assert left >= 70
    assert top >= 70
    assert right <= 1130
    assert bottom <= 460


def test_a_name_of_any_length_stays_beside_the_mark():
    named = Image.open(BytesIO(drawing.draw("", name=LONG_WORD)))
    without = Image.open(BytesIO(drawing.draw("", name="")))
    left, _top, right, _bottom = ImageChops.difference(named, without).getbbox()
    assert left >= 160
    assert right <= 760


@pytest.mark.parametrize("title", ["تشنجات الساق", "足がつる", "Tea ☕"])
def test_where_the_font_lacks_the_title_the_picture_is_the_sites(client, make_article, title):
    make_article(title, slug="foreign")
    assert read(client, "/articles/foreign/card.png") == read(client, "/card.png")
    assert drawing.draw(title, name=title) == drawing.draw("", name="")


@pytest.mark.parametrize(
    "title", ["Ñandú, ß & ©", "Ελληνικά β", "Крапивница", "Tiếng Việt", "H₂O ≥ 5 µg"]
)
def test_the_font_has_the_letters_of_many_languages(title):
    assert drawing.can_draw(title)


def test_the_leaves_of_the_picture_are_those_of_the_mark():
    mark = Path(finders.find("cms/mark.svg")).read_text(encoding="utf-8")
    paths = re.findall(r' d="([^"]+)"', mark)
    numbers = [tuple(map(int, re.findall(r"-?\d+", path))) for path in paths]
    assert numbers == [*drawing.PETALS, drawing.LAST_LEAF]


def test_no_page_but_the_picture_loads_pillow():
    script = (
        "import django, sys; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "assert not [name for name in sys.modules if name == 'PIL']"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603  (our own program)
