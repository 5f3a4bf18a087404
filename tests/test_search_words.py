"""Words that one database or another might read as something else."""

import pytest

from articles.search import MARK_END, MARK_START, search

from .test_search import passage


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("swelling", "<p>Pain/swelling of the joint</p>"),
        ("covid 19", "<p>A test for COVID-19</p>"),
        ("covid-19", "<p>A test for COVID 19</p>"),
        ("b12", "<p>Not enough B12</p>"),
        ("vitamin a", "<p>Foods with vitamin A</p>"),
        ("example", "<p>Write to help@example.org</p>"),
    ],
)
def test_words_are_found_whatever_joins_them(make_article, text, body):
    make_article("Found", body=body)
    make_article("Vitamin B", body="<p>Foods with vitamin B</p>")
    assert [article.title for article in search(text, "en").articles] == ["Found"]


def test_the_passage_keeps_the_accents_that_the_reader_left_out(make_article):
    make_article("Dormir", body="<p>El sueño profundo.</p>", language="es")
    assert f"El {MARK_START}sueño{MARK_END} profundo" in passage("sueno", "es")


def test_a_very_long_text_of_ever_new_words_is_indexed(make_article):
    body = " ".join(f"w{number:x}" for number in range(300_000))
    make_article("Long", body=f"<p>{body}</p>")
    assert search("w1f", "en").articles.get().title == "Long"
