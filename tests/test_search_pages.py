"""The page of a search: what it shows of what was found, and how it leads on."""

import pytest

from articles.search import MARK_END, MARK_START
from articles.templatetags.pages import marked

from .reading import LANGUAGES, links, load, text_of


def test_search_shows_passages_with_the_words_marked(client, make_article):
    make_article("Cramps", body="<p>A &lt;b&gt; cramp hurts.</p>")
    tree = load(client, "/search/?q=cramp")
    assert "1 article found" in text_of(tree)
    (result,) = tree.xpath("//ol[@class='results']/li/p")
    assert text_of(result) == "A <b> cramp hurts."
    assert [mark.text for mark in result] == ["cramp"]


def test_marks_that_do_not_match_are_left_out():
    assert marked(f"{MARK_END}a{MARK_START}b{MARK_END}<{MARK_START}") == "a<mark>b</mark>&lt;"


def test_nothing_found_leads_on(client, make_article):
    make_article(topics=["Sleep"])
    tree = load(client, "/search/?q=<i>zzz</i>")
    assert "Nothing found for “<i>zzz</i>”" in text_of(tree)
    assert {"/topics/sleep/", "/a-z/"} <= set(links(tree))


@pytest.mark.parametrize("query", ["", "   ", '"', "*", "a AND", "x" * 5000, "NEAR(", "é" * 300])
def test_any_query_has_an_answer(client, db, query):
    assert client.get("/search/", {"q": query}).status_code == 200


def test_the_language_switch_asks_the_same_in_the_other_language(client, make_article):
    make_article("Cramps & aches")
    tree = load(client, "/search/?q=cramps+%26+aches&page=1")
    assert links(tree, LANGUAGES) == [
        "/search/?q=cramps+%26+aches",
        "/es/search/?q=cramps+%26+aches",
    ]
    assert links(load(client, "/search/"), LANGUAGES) == ["/search/", "/es/search/"]


def test_search_pages_keep_the_query(client, make_article):
    for _ in range(25):
        make_article("Cramps")
    (following,) = links(load(client, "/search/?q=cramps"), "//a[@rel='next']")
    assert following == "?q=cramps&page=2"
    assert "Page 2 of 2" in text_of(load(client, f"/search/{following}"))
    assert client.get("/search/?q=cramps&page=3").status_code == 404
