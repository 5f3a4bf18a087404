"""What search shows of an article, and what it makes of words that are none."""

import pytest

from articles.models import UnansweredQuery
from articles.search import MARK_END, MARK_START, editors, promoted, search
from articles.search.passages import LENGTH
from articles.search.text import terms_of

from .test_search import passage, titles


def test_a_passage_takes_the_next_sentence_along_if_it_is_short(make_article):
    make_article("Cramps", body="<p>Rest first. Then try magnesium. It may help.</p><p>More.</p>")
    assert passage("magnesium") == f"Then try {MARK_START}magnesium{MARK_END}. It may help."


def test_a_long_sentence_is_cut_around_the_word_found(make_article):
    before, after = "rest and water " * 40, "and sleep " * 40
    make_article("Cramps", body=f"<p>{before}then magnesium {after}.</p>")
    shown = passage("magnesium")
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert f"then {MARK_START}magnesium{MARK_END} and" in shown
    assert len(shown) <= LENGTH + 10


def test_a_sentence_that_says_it_all_comes_before_one_that_says_half(make_article):
    make_article("Sleep", body="<p>Take magnesium.</p><p>Cramps may need magnesium.</p>")
    assert passage("magnesium cramps").count(MARK_START) == 2


def test_words_that_were_joined_or_split_are_found(make_article):
    make_article("Leg cramps", also_known_as=["Charley horse"])
    assert titles("charleyhorse") == ["Leg cramps"]


def test_a_language_without_a_stemmer_has_plain_words_without_accents():
    assert terms_of("Crampes Été", "fr") == ["crampes", "ete"]


def test_the_endings_of_spanish_words_do_not_need_their_accents(make_article):
    make_article("Dolor", language="es", body="<p>Hay inflamación y operaciones.</p>")
    for text in ("inflamacion", "inflamaciones", "operacion", "OPERACIÓN"):
        assert titles(text, "es") == ["Dolor"]


def test_a_flood_of_made_up_words_fills_no_table(db, monkeypatch):
    monkeypatch.setattr(editors, "MOST_A_DAY", 2)
    for word in ("one", "two", "three", "one"):
        editors.count_unanswered(word, "en")
    assert dict(UnansweredQuery.objects.values_list("words", "count")) == {"one": 2, "two": 1}


@pytest.mark.parametrize("text", ["", "?!"])
def test_what_has_no_word_is_neither_promoted_nor_counted(db, text):
    editors.count_unanswered(text, "en")
    assert not UnansweredQuery.objects.exists()
    assert not promoted(text, "en").exists()
    assert not search(text, "en").articles.exists()


def test_an_article_without_summary_that_is_found_by_its_topic_shows_how_it_begins(
    client, make_article
):
    make_article(
        "Charley horse", body="<h2>Why</h2><p>It hurts. It passes.</p>", topics=["Muscles"]
    )
    (article,) = client.get("/search/?q=muscles").context["articles"]
    assert article.passage == "It hurts. It passes."
