"""What is typed into an open form is kept until it is saved, and offered again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Autosave, Revision
from articles.revisions import content_of, save_draft
from tests.test_admin import ADD, change, form_data, staff

NEW = reverse("admin:article-autosave-new")
KEY = "k1"
QUESTIONS = {
    "questions-TOTAL_FORMS": "2",
    "questions-0-question": "Second?",
    "questions-0-answer": "<p>Two</p>",
    "questions-0-position": "2",
    "questions-1-question": "First?",
    "questions-1-answer": "<p>One</p>",
    "questions-1-position": "1",
}


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


def address(article):
    return reverse("admin:article-autosave", args=[article.pk])


def typed(editor, article, *, key=KEY, **fields):
    """Type into the form of `article`, and go away without saving."""
    to = address(article) if article else NEW
    return editor.post(to, form_data(article, _autosave=key, **fields))


def test_what_is_typed_is_kept_and_changes_nothing(editor, make_article):
    article = make_article("Asthma")
    assert typed(editor, article, title="Longer").status_code == 204
    assert typed(editor, article, title="Longer still").status_code == 204
    assert Autosave.objects.count() == 1
    article.refresh_from_db()
    assert (article.title, article.draft, Revision.objects.count()) == ("Asthma", None, 0)


def test_what_was_typed_is_offered_with_what_it_changes(editor, make_article):
    article = make_article("Asthma")
    typed(editor, article, title="Longer", **QUESTIONS)
    text = editor.get(change(article)).text
    assert "You typed this and did not save it" in text
    assert "It changes: title, questions." in text
    assert "Use it" in text


def test_what_is_as_it_was_saved_is_not_offered(editor, make_article):
    article = make_article("Asthma")
    save_draft(article, content_of(article) | {"title": "Longer"})
    typed(editor, article, title="Longer")
    assert "You typed this" not in editor.get(change(article)).text


def test_using_it_fills_the_form_with_all_that_was_typed(editor, make_article):
    article = make_article("Asthma")
    typed(editor, article, title="Longer", body="<p>Half a sent</p>", **QUESTIONS)
    response = editor.get(change(article), {"autosave": KEY})
    form = response.context["adminform"].form
    assert (form["title"].value(), form["body"].value()) == ("Longer", "<p>Half a sent</p>")
    questions = response.context["inline_admin_formsets"][1].formset
    assert [row["question"].value() for row in questions.forms] == ["Second?", "First?"]
    assert [row["position"].value() for row in questions.forms] == ["2", "1"]
    assert f'name="_autosave" value="{KEY}"' in response.text
    assert "You typed this" not in response.text
    article.refresh_from_db()
    assert article.title == "Asthma"


def test_what_was_deleted_in_the_form_stays_deleted(editor, make_article):
    article = make_article("Asthma")
    typed(editor, article, **QUESTIONS, **{"questions-0-DELETE": "on"})
    response = editor.get(change(article), {"autosave": KEY})
    rows = response.context["inline_admin_formsets"][1].formset.forms
    assert [row["DELETE"].value() for row in rows] == [True, False]


def test_half_a_new_article_is_offered_on_the_form_for_new_ones(editor):
    typed(editor, None, summary="Only a lead")
    assert "You typed this" in editor.get(ADD).text
    response = editor.get(ADD, {"autosave": KEY})
    assert "Only a lead" in response.text
    assert "This field is required" in response.text  # the title
    assert not Article.objects.exists()


def test_two_open_forms_do_not_overwrite_each_other(editor, make_article):
    article = make_article("Asthma")
    typed(editor, article, title="One", key="one")
    typed(editor, article, title="Two", key="two")
    assert editor.get(change(article)).text.count("You typed this") == 2


def test_saving_forgets_what_was_kept_of_that_form(editor, make_article):
    article = make_article("Asthma")
    typed(editor, article, title="Longer")
    typed(editor, article, title="Other", key="other")
    data = form_data(article, title="Longer", _autosave=KEY, _continue="1")
    response = editor.post(change(article), data, follow=True)
    assert f'data-saved="{KEY}"' in response.text
    assert [kept.key for kept in Autosave.objects.all()] == ["other"]
    assert 'data-saved=""' in editor.get(change(article)).text


def test_a_save_that_is_refused_forgets_nothing(editor, make_article):
    article = make_article("Asthma")
    typed(editor, article, title="")
    editor.post(change(article), form_data(article, title="", _autosave=KEY))
    assert Autosave.objects.exists()


def test_a_save_over_a_newer_one_is_kept_as_a_revision_instead(editor, make_article):
    article = make_article("Asthma")
    typed(editor, article, title="Mine")
    base = {"_revision": "0", "_continue": "1"}
    editor.post(change(article), form_data(article, title="Theirs", **base))
    editor.post(change(article), form_data(article, title="Mine", _autosave=KEY, **base))
    assert not Autosave.objects.exists()
    assert article.revisions.get(event="aside").content["title"] == "Mine"


def test_what_was_begun_before_a_colleagues_save_is_merged_when_it_is_saved(editor, make_article):
    article = make_article("Asthma")
    typed(editor, article, title="Mine", _revision="0")
    editor.post(change(article), form_data(article, title="Theirs", _revision="0", _continue="1"))
    response = editor.get(change(article), {"autosave": KEY})
    assert response.context["base_revision"] == "0"


def test_discarding_forgets_it(editor, make_article):
    article = make_article("Asthma")
    typed(editor, article, title="Longer")
    response = editor.post(address(article), {"discard": KEY}, follow=True)
    assert "You typed this" not in response.text
    typed(editor, None, title="New")
    assert editor.post(NEW, {"discard": KEY}).url == ADD
    assert not Autosave.objects.exists()


def test_what_was_typed_is_compared_with_what_is_saved(editor, make_article):
    article = make_article("Asthma")
    typed(editor, article, title="Asthma in adults")
    at = reverse("admin:article-autosave-compare", args=[article.pk, KEY])
    (difference,) = editor.get(at).context["differences"]
    assert (difference.key, "<ins>" in difference.after) == ("title", True)
    typed(editor, article)
    assert "What you typed is what is saved." in editor.get(at).text


def test_what_the_browser_kept_is_answered_with_an_offer(editor, make_article):
    article = make_article("Asthma")
    response = typed(editor, article, title="Longer", offer="1")
    assert "You typed this and did not save it" in response.text
    assert "offer" not in Autosave.objects.get().data
    assert "csrf" not in Autosave.objects.get().data


def test_everybody_is_offered_only_their_own(editor, client, make_article):
    article = make_article("Asthma")
    typed(editor, article, title="Longer")
    client.force_login(User.objects.create_superuser("tom"))
    assert "You typed this" not in client.get(change(article)).text
    assert client.get(change(article), {"autosave": KEY}).url == change(article)
    at = reverse("admin:article-autosave-compare", args=[article.pk, KEY])
    assert client.get(at).status_code == 404


def test_the_form_of_who_was_logged_in_before_keeps_nothing_under_another_name(editor, db):
    assert typed(editor, None, title="Mine", _user="0").status_code == 403
    assert not Autosave.objects.exists()


def test_keeping_needs_the_right_to_save_and_a_key(client, editor, make_article):
    article = make_article()
    assert typed(editor, article, key="").status_code == 400
    assert typed(editor, article, key="x" * 33).status_code == 400
    assert editor.get(address(article)).status_code == 405
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert typed(client, article).status_code == 403
    assert typed(client, None).status_code == 403
    at = reverse("admin:article-autosave-compare", args=[article.pk, KEY])
    assert client.get(at).status_code == 403


def test_old_ones_are_deleted(editor, make_article, settings):
    article = make_article("Asthma")
    typed(editor, article, key="old")
    days = timedelta(days=settings.AUTOSAVE_KEPT_DAYS)
    Autosave.objects.update(saved_at=timezone.now() - days)
    typed(editor, article, key="new")
    assert [kept.key for kept in Autosave.objects.all()] == ["new"]


def test_whoever_logs_out_leaves_nothing_in_the_browser(editor):
    assert "forget-typed.js" in editor.post(reverse("admin:logout")).text
