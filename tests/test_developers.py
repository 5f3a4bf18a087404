"""The page for partners."""

import html
import re

import pytest


@pytest.fixture
def articles(make_article):
    return make_article("Cramps", slug="cramps"), make_article("Sleep", slug="sleep")


def snippets(response):
    return [
        html.unescape(its)
        for its in re.findall(r"<code>(.*?)</code>", response.content.decode(), re.DOTALL)
    ]


def test_the_newest_article_is_the_example(client, articles):
    text = client.get("/developers/").content.decode()

    assert 'src="/widget/sleep/"' in text
    assert '<related-articles slug="sleep" language="en" limit="4"' in text


@pytest.mark.parametrize(
    "given", ["cramps", "/articles/cramps/", "http://127.0.0.1:8000/articles/cramps/"]
)
def test_an_article_is_named_by_its_address_or_slug(client, articles, given):
    response = client.get("/developers/", {"article": given})

    assert response.context["article"].slug == "cramps"


@pytest.mark.parametrize("given", ["nothing", "/topics/", "https://example.org/articles/cramps/"])
def test_an_address_without_an_article_is_told(client, articles, given):
    response = client.get("/developers/", {"article": given})

    assert response.context["form"].errors.keys() == {"article"}
    assert 'aria-invalid="true"' in response.content.decode()
    assert "related-articles" not in response.content.decode().replace("--related-articles", "")


def test_what_is_chosen_is_in_every_snippet(client, articles):
    chosen = {"article": "cramps", "links": "1", "theme": "dark", "color": "#9b0000"}
    response = client.get("/developers/", chosen | {"size": "20", "summaries": "no"})

    frame, element, *_others = snippets(response)
    assert "/widget/cramps/?links=1&amp;summaries=no&amp;theme=dark&amp;color=9b0000" in frame
    assert 'limit="1" theme="dark" summaries="no"' in element
    assert "--related-size: 20px; --related-link: light-dark(#9b0000, #" in element
    assert 'integrity="sha384-' in element
    assert "font-size: 20px" in response.context["letter"]


def test_the_page_of_another_language_makes_lists_in_it(client, make_article):
    make_article("Calambres", slug="calambres", language="es")

    text = client.get("/es/developers/").content.decode()

    assert 'src="/widget/calambres/?language=es"' in text
    assert 'hreflang="en" href="http://127.0.0.1:8000/developers/"' in text


def test_a_site_without_articles_has_the_page_all_the_same(client, db):
    response = client.get("/developers/")

    assert response.status_code == 200
    assert "<iframe" not in response.content.decode()


def test_an_articles_page_says_where_its_oembed_is(client, articles):
    text = client.get("/articles/cramps/").content.decode()

    (link,) = re.findall(
        r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', text
    )
    link = html.unescape(link)
    assert link == (
        "http://127.0.0.1:8000/oembed?url=http%3A%2F%2F127.0.0.1%3A8000%2Farticles%2Fcramps%2F"
        "&format=json"
    )
    assert client.get(link).json()["title"] == "Read more: Cramps"
