"""Two people, one article: what is refused, and what becomes of both."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import Question, Topic
from articles.revisions.merging import merge_lists

from .forms import as_sent
from .test_admin import change, form_data, staff


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


def saved(editor, article, **fields):
    return editor.post(change(article), form_data(article, **fields), follow=True)


def opened(editor, article):
    """The number that the form sends back with a save."""
    return str(editor.get(change(article)).context["base_revision"])


def test_a_save_over_a_newer_one_is_refused_and_kept(editor, make_article):
    article = make_article("Asthma", summary="Old lead")
    mine, theirs = opened(editor, article), opened(editor, article)
    saved(editor, article, title="Theirs", summary="Old lead", _revision=theirs)
    response = saved(editor, article, title="Mine", summary="New", _revision=mine, _publish="1")

    assert "Nothing you typed is lost" in response.text
    assert [one.key for one in response.context["differences"]] == ["title"]
    assert response.context["settled_mine"] == ["summary"]
    article.refresh_from_db()
    assert (article.title, article.draft.content["title"]) == ("Asthma", "Theirs")
    aside = article.revisions.get(event="aside")
    assert (aside.content["title"], aside.content["summary"]) == ("Mine", "New")


def test_merging_asks_only_about_what_both_changed(editor, make_article):
    article = make_article("Asthma", body="<h2>One</h2><p>Text</p>")
    base = opened(editor, article)
    saved(editor, article, title="Theirs", summary="Lead", _revision=base, _continue="1")
    body = "<h2>Two</h2><p>Text</p>"
    response = saved(editor, article, title="Mine", body=body, _revision=base, _continue="1")
    (merge, _status), number = response.redirect_chain[-1], response.context["theirs"].number

    assert "Choose one of the two" in editor.post(merge, {"_revision": number}, follow=True).text
    response = editor.post(merge, {"_revision": number, "title": "mine"}, follow=True)
    assert "Both are merged" in response.text
    article.refresh_from_db()
    content = article.draft.content
    assert (content["title"], content["summary"], content["body"]) == ("Mine", "Lead", body)
    assert [text for _id, text in content["headings"]] == ["Two"]
    assert opened(editor, article) == str(article.draft.number)


def test_a_third_save_meanwhile_makes_the_merge_ask_again(editor, make_article):
    article = make_article("Asthma")
    base = opened(editor, article)
    saved(editor, article, title="Theirs", _revision=base, _continue="1")
    response = saved(editor, article, title="Mine", _revision=base, _continue="1")
    (merge, _status), number = response.redirect_chain[-1], response.context["theirs"].number
    saved(editor, article, title="Third", _revision=opened(editor, article), _continue="1")
    editor.post(merge, {"_revision": number, "title": "mine"})
    article.refresh_from_db()
    assert article.draft.content["title"] == "Third"


def test_what_nobody_saw_is_not_discarded(editor, make_article):
    article = make_article("Asthma")
    base = opened(editor, article)
    saved(editor, article, title="Theirs", _revision=base, _continue="1")
    response = saved(editor, article, _revision=base, _discard="1")
    assert "Nothing is discarded" in response.text
    article.refresh_from_db()
    assert article.draft.content["title"] == "Theirs"
    saved(editor, article, _revision=opened(editor, article), _discard="1")
    article.refresh_from_db()
    assert article.draft is None


def test_a_save_over_one_that_changed_nothing_goes_through(editor, make_article):
    article = make_article("Asthma")
    base = opened(editor, article)
    saved(editor, article, _revision=base, _continue="1")
    saved(editor, article, title="Mine", _revision=base, _publish="1")
    article.refresh_from_db()
    assert article.title == "Mine"


def test_merging_needs_the_right_to_change_the_article(client, editor, make_article):
    article = make_article()
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    address = reverse("admin:article-merge", args=[article.pk, 1])
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        ("xBC", "ABy", "xBy"),
        ("ABCx", "yABC", "yABCx"),
        ("ABCx", "ABCy", "ABCxy"),
        ("ABCx", "ABCx", "ABCx"),
        ("BC", "AB", "B"),
        ("xBC", "AyC", "xyC"),
        ("BCA", "ABy", "ByA"),
        ("BCA", "yBC", None),  # moved by one, changed by the other
        ("xBC", "yBC", None),
        ("AC", "AxC", None),
        ("xABC", "ABCx", "xABC"),
        ("", "ABx", None),
    ],
)
def test_rows_of_both_count_where_they_are_not_the_same(theirs, mine, merged):
    result = merge_lists(*map(list, ("ABC", theirs, mine)))
    assert result == (None if merged is None else list(merged))


def test_two_who_change_different_questions_are_not_asked_to_choose(editor, make_article):
    article = make_article("Asthma", topics=["Lungs"])
    others = [Topic.objects.create(name=name, slug=name.lower()) for name in ("Air", "Sleep")]
    for text in ("One?", "Two?", "Three?"):
        Question.objects.create(article=article, question=text, answer="<p>Yes.</p>")
    theirs = as_sent(editor.get(change(article))) | {"_continue": "1"}
    mine = {**theirs, "questions-2-question": "Mine?"}
    theirs |= {"questions-0-question": "Theirs?"}
    for sent, topic in zip((theirs, mine), others, strict=True):
        response = editor.post(
            change(article), sent | {"topics": [*sent["topics"], topic.pk]}, follow=True
        )
    assert response.context["differences"] == []
    assert "Taken from both, who changed different rows: topics, questions" in response.text
    address, _status = response.redirect_chain[-1]
    editor.post(address, {"_revision": response.context["theirs"].number})
    content = article.revisions.first().content
    assert [row["question"] for row in content["questions"]] == ["Theirs?", "Two?", "Mine?"]
    assert len(content["topics"]) == 3
