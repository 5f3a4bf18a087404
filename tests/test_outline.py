"""Addresses of headings stay good, whatever happens to the text around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from articles.outline import PAGE_IDS, minutes_to_read, name_headings, outline


def named(*texts):
    return list(zip(name_headings(texts), texts, strict=True))


def ids_after(before, after):
    return name_headings(after, named(*before))


@pytest.mark.parametrize(
    ("before", "after", "ids"),
    [
        # Untouched, moved, added and removed
        ("Causes|Signs", "Causes|Signs", "causes|signs"),
        ("Causes|Signs", "Signs|Causes", "signs|causes"),
        ("Causes|Signs", "Overview|Causes|Signs", "overview|causes|signs"),
        ("Causes|Signs|Help", "Causes|Help", "causes|help"),
        # Reworded: a little, wholly, and while others come or go
        ("What helps|Signs", "What can help|Signs", "what-helps|signs"),
        ("What helps|Signs", "Treatment|Signs", "what-helps|signs"),
        ("What helps|Signs", "News|Signs|What can help", "news|signs|what-helps"),
        # The more similar of two takes the id
        ("Stage one", "Stage one and a half|Stage on", "stage-one-and-a-half|stage-one"),
        # Equal headings keep their order
        ("Help|Help", "Help|Causes|Help", "help|causes|help-2"),
        # What was removed leaves its id to nobody who has nothing to do with it
        ("Causes|Signs", "Prevention", "prevention"),
    ],
)
def test_headings_keep_their_ids(before, after, ids):
    assert ids_after(before.split("|"), after.split("|")) == ids.split("|")


def test_a_new_heading_does_not_take_an_id_that_another_keeps():
    former = [("causes", "Why it comes")]
    assert name_headings(["Causes", "Why it comes"], former) == ["causes-2", "causes"]


def test_an_id_that_the_page_now_needs_for_itself_is_given_up():
    assert name_headings(["Old words"], [("contents", "Old words")]) == ["old-words"]


lines = st.lists(st.text(alphabet="ab ?", max_size=4), max_size=6)


@given(lines, lines)
def test_ids_are_always_unique_and_never_the_pages_own(before, after):
    ids = ids_after(before, after)
    assert len(set(ids)) == len(after)
    assert PAGE_IDS.isdisjoint(ids)


def test_an_address_of_a_heading_outlives_its_rewording_in_the_database(make_article):
    article = make_article(body="<h2>What helps</h2><p>Rest.</p>")
    article.body = "<h2>How to ease it</h2><p>Rest.</p><h2>What helps children</h2>"
    article.save()
    article = Article.objects.get()
    article.body = "<h2>Easing it</h2><p>Rest.</p><h2>What helps children</h2>"
    article.save()
    assert Article.objects.get().headings == [
        ["how-to-ease-it", "Easing it"],
        ["what-helps", "What helps children"],
    ]


def test_publishing_alone_leaves_the_outline_as_it_is(make_article):
    article = make_article(body="<h2>One</h2><p>two three</p>")
    headings = article.headings
    article.publish()
    article.refresh_from_db()
    assert (article.headings, article.words) == (headings, 3)


def test_many_articles_made_at_once_get_their_outline_too(db):
    Article.objects.bulk_create([Article(title="A", slug="a", body="<h2>Help</h2><p>Rest.</p>")])
    article = Article.objects.get()
    assert (article.headings, article.words) == ([["help", "Help"]], 2)


def test_words_count_across_tags():
    assert outline("<h2>Two words</h2><p>and <strong>three</strong> more</p>")[1] == 5


def test_reading_time_is_at_least_a_minute():
    assert minutes_to_read(0) == 1
    assert minutes_to_read(1100) == 5
