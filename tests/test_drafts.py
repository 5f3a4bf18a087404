"""Drafts of live articles, and the revisions that every save makes."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import (
    Article,
    Authorship,
    Person,
    Picture,
    Question,
    Reference,
    Revision,
    Topic,
)
from articles.revisions import apply, content_of, record, save_draft
from recommendations.models import Pin
from tests.forms import as_sent
from tests.test_admin import change, form_data, staff

LIST = reverse("admin:articles_article_changelist")


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


def page(name, article):
    return reverse(f"admin:{name}", args=[article.pk])


def saved(editor, article, **fields):
    return editor.post(change(article), form_data(article, **fields), follow=True)


def test_saving_a_draft_of_a_live_article_changes_nothing_for_readers(client, editor, make_article):
    article = make_article("Asthma", body="<p>What it is</p>")
    Question.objects.create(article=article, question="Old?", answer="<p>Yes</p>")
    question = {"questions-TOTAL_FORMS": "1", "questions-0-question": "New?"}
    saved(
        editor, article, title="Asthma in adults", **question,
        **{"questions-0-answer": "<p>No</p>"}, _continue="1",
    )  # fmt: skip

    article.refresh_from_db()
    assert article.title == "Asthma"
    assert [row.question for row in article.questions.all()] == ["Old?"]
    assert article.draft.content["title"] == "Asthma in adults"
    assert "Asthma in adults" not in client.get(article.get_absolute_url()).text


def test_the_form_shows_the_unpublished_changes_and_whose_they_are(editor, make_article):
    article = make_article("Asthma")
    question = {"questions-0-question": "New?", "questions-0-answer": "<p>No</p>"}
    saved(editor, article, title="Longer", **{"questions-TOTAL_FORMS": "1"}, **question)
    text = editor.get(change(article)).text
    assert 'value="Longer"' in text
    assert 'value="New?"' in text
    assert "unpublished changes, saved by staff" in text
    article.refresh_from_db()
    assert (article.title, article.questions.count()) == ("Asthma", 0)


def test_rows_of_unpublished_changes_are_saved_as_the_form_shows_them(editor, make_article):
    article = make_article("Asthma")
    Question.objects.create(article=article, question="Is it catching?", answer="<p>No</p>")
    Reference.objects.create(article=article, text="A trial")
    author = Authorship.objects.create(article=article, person=Person.objects.create(name="Ana"))
    rows = {"question": "Is it contagious?", "answer": "<p>No.</p>"}
    draft = content_of(article) | {"questions": [rows], "references": []}
    draft["references"] = [
        row | {"text": "Two trials"} for row in content_of(article)["references"]
    ]
    save_draft(article, draft)
    for number in (2, 3):
        sent = as_sent(editor.get(change(article))) | {"_continue": "1"}
        assert editor.post(change(article), sent).status_code == 302
        assert article.revisions.first().number == number
    content = article.revisions.first().content
    assert content["questions"] == [rows]
    assert [row["text"] for row in content["references"]] == ["Two trials"]
    assert content["authorships"] == [{"person": author.person_id}]


def test_publishing_changes_shows_them_to_readers(editor, make_article):
    article = make_article("Asthma")
    saved(editor, article, title="Longer", _continue="1")
    saved(editor, article, title="Longer still", _publish="1")
    article.refresh_from_db()
    assert (article.title, article.draft) == ("Longer still", None)
    assert [revision.event for revision in article.revisions.all()] == [
        "published",
        "saved",
        "found",
    ]


def test_discarding_changes_leaves_the_live_article_and_the_revision(editor, make_article):
    article = make_article("Asthma")
    saved(editor, article, title="Longer", _continue="1")
    response = editor.post(change(article), {"_discard": "1"}, follow=True)
    assert "are discarded" in response.text
    assert 'value="Asthma"' in response.text
    article.refresh_from_db()
    assert article.draft is None
    assert article.revisions.filter(content__title="Longer").exists()


def test_an_unfinished_draft_of_a_live_article_can_be_saved(editor, make_article):
    article = make_article("Asthma")
    saved(editor, article, body="", _continue="1")
    article.refresh_from_db()
    assert (bool(article.body), article.draft.content["body"]) == (True, "")
    assert "needs a text" in saved(editor, article, body="", _publish="1").text


def test_unpublishing_keeps_the_unpublished_changes(editor, make_article):
    article = make_article("Asthma")
    saved(editor, article, title="Longer", _continue="1")
    saved(editor, article, title="Longer", _unpublish="1")
    article.refresh_from_db()
    assert (article.status, article.title, article.draft) == ("withdrawn", "Longer", None)


def test_the_list_marks_live_articles_with_unpublished_changes(editor, make_article):
    article, _other = make_article("Asthma"), make_article("Sleep")
    saved(editor, article, title="Longer", _continue="1")
    assert editor.get(LIST).text.count("Unpublished changes</strong>") == 1
    found = editor.get(LIST, {"changes": "yes"}).context["cl"].result_list
    assert list(found) == [article]
    assert article not in editor.get(LIST, {"changes": "no"}).context["cl"].result_list


def test_a_review_of_unpublished_changes_stands_when_they_are_published(editor, make_article):
    article, reviewer = make_article("Asthma"), Person.objects.create(name="Dr. Reyes")
    review = {"reviews-0-reviewer": reviewer.pk, "reviews-0-reviewed_on": "2026-03-01"}
    saved(editor, article, title="Longer", **{"reviews-TOTAL_FORMS": "1"}, **review)
    article.refresh_from_db()
    assert article.current_review is None
    assert article.reviews.get().revision == article.draft

    saved(editor, article, title="Longer", **{"reviews-INITIAL_FORMS": "0"}, _publish="1")
    article.refresh_from_db()
    assert article.current_review == article.reviews.get()


def test_the_log_names_what_a_save_changed(editor, make_article):
    article = make_article("Asthma")
    question = {"questions-0-question": "New?", "questions-0-answer": "<p>No</p>"}
    saved(editor, article, title="Longer", **{"questions-TOTAL_FORMS": "1"}, **question)
    assert LogEntry.objects.latest("pk").get_change_message() == "Changed title and questions."


def test_a_revision_is_restored_as_a_draft(client, editor, make_article):
    article = make_article("Asthma")
    saved(editor, article, title="Longer", _publish="1")
    response = editor.post(page("article-restore", article), {"number": "1"}, follow=True)
    assert "Revision 1 is restored as a draft" in response.text
    assert 'value="Asthma"' in response.text
    article.refresh_from_db()
    assert article.title == "Longer"
    assert article.draft.event == "restored"


def test_pages_of_revisions_need_the_right_to_see_the_article(client, editor, make_article):
    article = make_article()
    record(article, Revision.Event.PUBLISHED)
    assert "Published" in editor.get(page("article-revisions", article)).text
    assert editor.get(page("article-compare", article), {"before": "x"}).status_code == 404
    client.force_login(staff_without_rights())
    assert client.get(page("article-revisions", article)).status_code == 403
    assert client.get(page("article-compare", article)).status_code == 403
    assert client.post(page("article-restore", article), {"number": 1}).status_code == 403


def staff_without_rights():
    from django.contrib.auth.models import User

    return User.objects.create_user("nobody", is_staff=True)


def test_restoring_leaves_out_what_is_gone_and_what_is_taken(make_article):
    author = Person.objects.create(name="Maya")
    article = make_article("Asthma", slug="asthma", topics=["Lungs"], status=Article.Status.DRAFT)
    Authorship.objects.create(article=article, person=author)
    content = content_of(article)
    Authorship.objects.all().delete()
    author.delete()
    Topic.objects.all().delete()
    Article.objects.filter(pk=article.pk).update(slug="moved")
    make_article("Other", slug="asthma")
    article.refresh_from_db()

    save_draft(article, content)
    article.refresh_from_db()
    assert (article.slug, article.topics.count(), article.authors.count()) == ("moved", 0, 0)


def with_headings(texts):
    return "".join(f"<h2>{text}</h2><p>{text}</p>" for text in texts)


FIGURE = f'<figure><img data-picture="{"a" * 32}"><figcaption>%s</figcaption></figure>'
words = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8)
parts = st.fixed_dictionaries(
    {
        "title": words,
        "summary": st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20),
        "body": st.lists(words, max_size=4).map(
            lambda ws: "".join(f"<h2>{w}</h2><p>{w}</p>{FIGURE % w}" for w in ws)
        ),
        "also_known_as": st.lists(words, max_size=3),
        "picture": st.none() | st.integers(0, 3),
        "picture_alternative_text": st.just("") | words,
        "topics": st.lists(st.integers(0, 3), unique=True),
        "authors": st.lists(st.integers(0, 3), unique=True),
        "questions": st.lists(words, max_size=4),
        "references": st.lists(words, max_size=4),
        "pins": st.lists(st.integers(0, 3), unique=True),
    }
)


def edit(article, state, topics, people, pictures, targets):
    for name in ("title", "summary", "body", "also_known_as", "picture_alternative_text"):
        setattr(article, name, state[name])
    article.picture = None if state["picture"] is None else pictures[state["picture"]]
    article.save()
    article.topics.set([topics[number] for number in state["topics"]])
    article.authorships.all().delete()
    article.questions.all().delete()
    article.references.all().delete()
    for position, number in enumerate(state["authors"]):
        Authorship.objects.create(article=article, person=people[number], position=position)
    for position, word in enumerate(state["questions"]):
        Question.objects.create(
            article=article, question=word, answer=f"<p>{word}</p>", position=position
        )
    for position, word in enumerate(state["references"]):
        Reference.objects.create(article=article, text=word, position=position)
    article.pins.all().delete()
    for position, number in enumerate(state["pins"]):
        Pin.objects.create(source=article, target=targets[number], position=position)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(states=st.lists(parts, min_size=2, max_size=4), data=st.data())
def test_any_revision_restores_the_identical_article(db, states, data):
    topics = [Topic.objects.get_or_create(name=f"Topic {n}", language="en")[0] for n in range(4)]
    people = [Person.objects.get_or_create(name=f"Person {n}")[0] for n in range(4)]
    size = {"width": 4, "height": 3}
    pictures = [
        Picture.objects.get_or_create(title=f"Picture {n}", defaults=size)[0] for n in range(4)
    ]
    targets = [Article.objects.get_or_create(title=f"Target {n}")[0] for n in range(4)]
    article = Article.objects.create(title="First")
    contents = []
    for state in states:
        edit(article, state, topics, people, pictures, targets)
        contents.append(record(article, Revision.Event.SAVED).content)

    wanted = data.draw(st.sampled_from(contents))
    apply(wanted, article)
    assert content_of(article) == wanted
