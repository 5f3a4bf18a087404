import pytest

from articles.models import Article
from articles.search import MARK_END, MARK_START, search


def titles(text, language="en"):
    return [article.title for article in search(text, language)]


def test_a_word_of_the_title_counts_more_than_one_of_the_text(make_article):
    make_article("Sleep", body="<p>About cramps, and cramps, and cramps.</p>")
    make_article("Cramps", body="<p>Muscles that tighten.</p>")
    assert titles("cramps") == ["Cramps", "Sleep"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("cramp", "<p>Leg <em>cramps</em> at night</p>"),
        ("CRAMPS night", "<p>Leg cramps at night</p>"),
        ("sueno", "<p>El sueño profundo</p>"),
        ("magnes", "<p>Magnesium</p>"),
        ("o'brien", "<p>The O'Brien test</p>"),
    ],
)
def test_endings_case_accents_and_unfinished_words_do_not_matter(make_article, text, body):
    make_article("Found", body=body)
    assert titles(text) == ["Found"]


def test_other_names_topics_and_questions_are_searched(make_article):
    article = make_article("Leg cramps", also_known_as=["Charley horse"], topics=["Muscles"])
    article.questions.create(question="Is it dangerous?", answer="<p>Seldom.</p>")
    article.announce()
    for text in ("charley", "muscles", "dangerous", "seldom"):
        assert titles(text) == ["Leg cramps"]


def test_every_word_must_be_there(make_article):
    make_article("Leg cramps")
    assert titles("leg ulcers") == []


@pytest.mark.parametrize("text", ["", "   ", '"', "* OR", "NEAR(", "a AND", "col:", "'; --", "—"])
def test_no_text_breaks_the_search(make_article, text):
    make_article("Leg cramps")
    assert titles(text) == []


def test_markup_is_not_found(make_article):
    make_article("Leg cramps", body="<p><strong>Magnesium</strong></p>")
    assert titles("strong") == []


def test_the_passage_marks_the_words_found(make_article):
    make_article("Leg cramps", body="<p>Some people take magnesium for them.</p>")
    assert f"take {MARK_START}magnesium{MARK_END} for" in search("magnesium", "en").get().passage


def test_each_language_is_searched_by_itself(make_article):
    make_article("Asma", language="es", body="<p>Una enfermedad.</p>")
    assert titles("asma") == []
    assert titles("asma", "es") == ["Asma"]


def test_what_is_not_public_is_not_found(make_article):
    article = make_article("Leg cramps")
    make_article("Leg ulcers", status=Article.Status.DRAFT)
    assert titles("leg") == ["Leg cramps"]
    article.unpublish()
    assert titles("leg") == []


def test_a_changed_article_is_found_by_its_present_words_only(make_article):
    article = make_article("Leg cramps")
    article.title = "Muscle spasms"
    article.save()
    article.publish()
    assert titles("spasms") == ["Muscle spasms"]
    assert titles("cramps") == []


def test_a_deleted_article_leaves_the_index(make_article):
    make_article("Leg cramps").delete()
    assert titles("leg") == []
