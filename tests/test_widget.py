"""The Read More list in a frame, as a script, by oEmbed and for letters, as the server sends it."""

import base64
import gzip
import hashlib
import html
import re

import pytest
from lxml import etree
from lxml import html as lxml_html

from articles.models import Article, FormerSlug
from recommendations.models import RelatedArticle
from recommendations.widget import colors
from recommendations.widget.script import NEWEST, SCRIPTS, integrity

OEMBED = "/oembed?url=http://127.0.0.1:8000"


@pytest.fixture
def source(make_article):
    """An article with a list of six."""
    source = make_article("Cramps", slug="cramps")
    for rank in range(1, 7):
        target = make_article(f"Target {rank}", slug=f"target-{rank}", summary=f"About {rank}.")
        RelatedArticle.objects.create(
            source=source, target=target, rank=rank, score=1 / rank, reasons=[]
        )
    return source


def links(response):
    return re.findall(r'<a href="/articles/([^"/]+)/"', response.content.decode())


def policy_of(response):
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


def test_the_frame_shows_the_list_and_where_it_is_from(client, source):
    response = client.get("/widget/cramps/")

    assert links(response) == ["target-1", "target-2", "target-3", "target-4"]
    text = response.content.decode()
    assert "About 1." in text
    assert '<base target="_top">' in text
    assert '<a href="/">Plain Health</a>' in text
    assert '<meta name="robots" content="noindex">' in text
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in response.headers


def test_the_page_around_it_chooses_how_much_is_shown(client, source):
    response = client.get("/widget/cramps/?links=2&summaries=no")

    assert links(response) == ["target-1", "target-2"]
    assert "About 1." not in response.content.decode()


def test_pictures_are_shown_where_they_are_asked_for(client, source, make_picture):
    picture = make_picture()
    Article.objects.filter(slug="target-2").update(picture=picture)

    plain, pictured = client.get("/widget/cramps/"), client.get("/widget/cramps/?pictures=yes")
    assert "<img" not in plain.content.decode()
    (image,) = re.findall(r"<img [^>]*>", pictured.content.decode())
    assert picture.key in image
    assert 'alt=""' in image
    assert "'self'" in policy_of(pictured)["img-src"]


def test_the_style_of_a_theme_is_allowed_by_its_hash(client, source):
    response = client.get("/widget/cramps/?theme=dark&size=20&color=ffee00")

    (style,) = re.findall(r"<style>(.*?)</style>", response.content.decode())
    assert style.startswith(":root{color-scheme:dark;font-size:20px;--link:light-dark(#")
    assert style.endswith(",#ffee00)}")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy_of(response)["style-src"] == ["'self'", f"'sha256-{digest}'"]


@pytest.mark.parametrize("path", ["/widget/cramps/", "/widget/none/", "/widget/cramps/?links=99"])
@pytest.mark.parametrize("kind", ["", "email/"])
def test_lists_may_be_framed_anywhere_whatever_they_say(client, source, path, kind):
    response = client.get(path.replace("/?", f"/{kind}?") if "?" in path else path + kind)

    assert policy_of(response)["frame-ancestors"] == ["*"]
    assert "X-Frame-Options" not in response.headers


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/articles/cramps/",
        "/developers/",
        "/oembed",
        "/widget.js",
        "/admin/login/",
        "/nothing/",
    ],
)
def test_nothing_else_may_be_framed(client, source, path):
    response = client.get(path)

    assert policy_of(response)["frame-ancestors"] == ["'none'"]
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("links=0", "links"),
        ("links=11", "links"),
        ("links=x", "links"),
        ("size=99", "size"),
        ("theme=pink", "theme"),
        ("color=red;}", "color"),
        ("summaries=maybe", "summaries"),
        ("language=xx", "language"),
    ],
)
def test_an_option_that_there_is_not_is_named(client, source, query, name):
    response = client.get(f"/widget/cramps/?{query}")

    assert response.status_code == 400
    assert f"<code>{name}</code>" in response.content.decode()
    assert "<style>" not in response.content.decode()


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [("es", "es", "pide algo que no existe"), ("xx", "en", "asks for something")],
)
def test_a_refusal_is_in_the_language_that_is_asked_for(client, source, language, said, words):
    response = client.get(f"/widget/cramps/?links=99&language={language}")
    assert response.status_code == 400
    assert response.headers["Content-Language"] == said
    assert f'lang="{said}"' in response.text
    assert words in response.text


def test_unknown_parameters_change_nothing(client, source):
    assert client.get("/widget/cramps/?utm_source=x").status_code == 200


def test_the_language_is_in_the_query(client, make_article):
    make_article("Calambres", slug="calambres", language="es")
    make_article("Sueño", slug="sueno", language="es")

    response = client.get("/widget/calambres/?language=es")

    text = response.content.decode()
    assert '<html lang="es"' in text
    assert 'href="/es/articles/sueno/"' in text
    assert response.headers["Content-Language"] == "es"
    assert client.get("/widget/calambres/").status_code == 404


def test_a_former_slug_leads_to_the_list_with_its_options(client, source):
    FormerSlug.record_move(source, language="en", slug="old")

    response = client.get("/widget/old/?theme=dark")
    letter = client.get("/widget/old/email/")

    assert (response.status_code, response.headers["Location"]) == (
        301,
        "/widget/cramps/?theme=dark",
    )
    assert letter.headers["Location"] == "/widget/cramps/email/"


@pytest.mark.parametrize("vanish", [Article.unpublish, Article.delete])
def test_a_withdrawn_article_is_gone_on_the_next_request(client, source, vanish):
    addresses = ["/widget/cramps/", "/widget/cramps/email/"]
    for address in addresses:
        assert "Target 1" in client.get(address).content.decode()

    vanish(Article.objects.get(slug="target-1"))

    for address in addresses:
        assert "Target 1" not in client.get(address).content.decode()

    vanish(source)

    for address in [*addresses, f"{OEMBED}/articles/cramps/"]:
        assert client.get(address).status_code == 404


def test_an_article_that_stands_alone_shows_itself(client, make_article):
    make_article("Alone", slug="alone")

    assert links(client.get("/widget/alone/")) == ["alone"]
    assert (
        'href="http://127.0.0.1:8000/articles/alone/"'
        in client.get("/widget/alone/email/").content.decode()
    )


def test_what_did_not_change_is_not_sent_again(client, source):
    for address in ["/widget/cramps/", "/widget.js", f"{OEMBED}/articles/cramps/"]:
        etag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304, address


def test_the_letter_has_whole_addresses_and_its_style_on_each_element(client, source):
    text = client.get("/widget/cramps/email/?color=9b0000").content.decode()

    letter = text[text.index("<table") : text.index("</table>")]
    assert '<a href="http://127.0.0.1:8000/articles/target-1/" style="color: #9b0000;' in letter
    assert not re.search(r'class=|<style|<script|<div|href="/|url\(', letter)


# The script.


def test_the_script_is_small():
    assert all(len(gzip.compress(script)) < 4096 for script in SCRIPTS.values())


def test_the_script_can_be_read_and_checked_by_any_page(client):
    newest = client.get("/widget.js")
    pinned = client.get(f"/widget-{NEWEST}.js")

    assert newest.content == pinned.content == SCRIPTS[NEWEST]
    for response in (newest, pinned):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert newest.headers["Cache-Control"] == "public, max-age=3600"
    assert pinned.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    digest = base64.b64encode(hashlib.sha384(pinned.content).digest()).decode()
    assert integrity(NEWEST) == f"sha384-{digest}"
    assert client.get("/widget-99.js").status_code == 404


# oEmbed.


def test_an_articles_address_embeds_its_list(client, source):
    answer = client.get(f"{OEMBED}/articles/cramps/&format=json").json()

    assert answer["version"] == "1.0"
    assert answer["type"] == "rich"
    assert answer["title"] == "Read more: Cramps"
    assert answer["width"] == 600
    assert 'src="http://127.0.0.1:8000/widget/cramps/"' in answer["html"]
    assert f'height="{answer["height"]}"' in answer["html"]


def test_a_lists_address_embeds_it_with_its_options(client, source):
    address = html.escape("/widget/cramps/?theme=dark&links=2")

    answer = client.get("/oembed", {"url": "http://127.0.0.1:8000" + html.unescape(address)})

    assert (
        'src="http://127.0.0.1:8000/widget/cramps/?links=2&amp;theme=dark"'
        in (answer.json()["html"])
    )


def test_an_embedded_list_is_no_larger_than_asked(client, source):
    answer = client.get(f"{OEMBED}/articles/cramps/&maxwidth=320&maxheight=200").json()

    assert (answer["width"], answer["height"]) == (320, 200)


def test_a_spanish_address_embeds_the_spanish_list(client, make_article):
    make_article("Calambres", slug="calambres", language="es")

    answer = client.get(f"{OEMBED}/es/articles/calambres/").json()

    assert "/widget/calambres/?language=es" in answer["html"]


def test_a_former_address_embeds_the_list_of_today(client, source):
    FormerSlug.record_move(source, language="en", slug="old")

    assert "/widget/cramps/" in client.get(f"{OEMBED}/articles/old/").json()["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=http://127.0.0.1:8000/articles/cramps/&format=yaml", 501),
        ("", 400),
        ("url=http://127.0.0.1:8000/articles/cramps/&maxwidth=wide", 400),
        ("url=http://127.0.0.1:8000/articles/cramps/&maxheight=0", 400),
        ("url=http://127.0.0.1:8000/articles/none/", 404),
        ("url=http://127.0.0.1:8000/topics/", 404),
        ("url=http://127.0.0.1:8000/nothing/at/all", 404),
        ("url=https://example.org/articles/cramps/", 404),
        ("url=http://[", 404),
        ("url=http://127.0.0.1:8000/widget/cramps/?links=99", 404),
        ("url=http://127.0.0.1:8000/widget/none/", 404),
    ],
)
def test_what_cannot_be_embedded_is_refused(client, source, query, status):
    assert client.get(f"/oembed?{query}").status_code == status


def test_an_answer_in_xml_says_the_same(client, source):
    Article.objects.filter(pk=source.pk).update(title="Cramps <& aches>")
    address = f"{OEMBED}/articles/cramps/&maxwidth=320"
    response = client.get(f"{address}&format=xml")
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    root = etree.fromstring(response.content)
    assert root.tag == "oembed"
    assert {element.tag: element.text for element in root} == {
        name: str(value) for name, value in client.get(address).json().items()
    }
    assert "Cramps <& aches>" in root.findtext("title")


@pytest.mark.parametrize("page", ["/articles/cramps/", "/widget/cramps/?theme=dark&links=2"])
def test_articles_and_lists_name_their_oembed_in_both_formats(client, source, page):
    tree = lxml_html.document_fromstring(client.get(page).content)
    links = tree.xpath("//head/link[contains(@type, 'oembed')]")
    assert [link.get("type") for link in links] == ["application/json+oembed", "text/xml+oembed"]
    for link in links:
        answer = client.get(link.get("href"))
        assert answer.headers["Content-Type"].startswith(link.get("type").partition("+")[0])
        assert "/widget/cramps/" in answer.text
        assert ("theme=dark" in answer.text) == ("theme=dark" in page)


# Colors.


@pytest.mark.parametrize("background", ["#fffdf9", "#18262a", "#777777"])
@pytest.mark.parametrize(
    "color", ["#000000", "#ffffff", "#0e5f63", "#ffee00", "#ff0000", "#777777"]
)
def test_any_color_is_made_readable(color, background):
    parts = [
        tuple(bytes.fromhex(one[1:])) for one in (colors.readable(color, background), background)
    ]

    assert colors.contrast(*parts) >= colors.LEAST_CONTRAST


def test_a_readable_color_stays_as_it_is():
    assert colors.readable("#0e5f63", "#fffdf9") == "#0e5f63"
