"""Many articles at once: asked first, each by itself, and accounted for."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.bulk import OPERATIONS
from articles.models import Article, Revision, ScheduledChange, Topic
from articles.revisions import content_of, save_draft, schedule

from .test_admin import LIST, staff


@pytest.fixture
def maya(db):
    return User.objects.create_superuser("maya")


@pytest.fixture
def editor(client, maya):
    client.force_login(maya)
    return client


def ask(client, action, *articles, **data):
    selected = {"action": action, "_selected_action": [article.pk for article in articles]}
    return client.post(LIST, selected | data)


def do(client, name, *articles, **data):
    pks = ",".join(str(article.pk) for article in articles)
    return client.post(reverse("admin:article-bulk", args=[name]), {"pks": pks, **data})


def refused(outcome):
    return {article.title: str(reason) for article, reason in outcome.refused}


def test_it_is_asked_first_with_what_will_be_left_as_it_is(editor, make_article):
    ready = make_article("Ready", status=Article.Status.DRAFT)
    public = make_article("Public")
    response = ask(editor, "publish_selected", ready, public)
    assert "2 articles are selected." in response.text
    assert "Readers see it already" in response.text
    assert list(Article.objects.published()) == [public]


def test_all_that_a_filter_finds_can_be_selected_and_not_all_are_named(editor, make_article):
    for number in range(103):
        make_article(f"Draft {number}", status=Article.Status.DRAFT)
    first = Article.objects.first()
    response = ask(editor, "unpublish_selected", first, select_across="1")
    assert "103 articles are selected." in response.text
    assert "And 3 more." in response.text
    assert len(response.context["pks"].split(",")) == 103


def test_what_can_be_published_is_and_what_cannot_is_named_with_its_reason(editor, make_article):
    ready = make_article("Ready", status=Article.Status.DRAFT)
    empty = make_article("Empty", status=Article.Status.DRAFT, body="")
    gone = make_article("Gone")
    Article.objects.filter(pk=gone.pk).delete()
    response = do(editor, "publish", ready, empty, gone, significance="minor")
    assert '<strong class="bulk-done">1</strong>' in response.text
    assert "An article needs a text to be published." in response.text
    assert "It is not there any more." in response.text
    assert list(Article.objects.published()) == [ready]
    assert [revision.event for revision in ready.revisions.all()] == ["published", "found"]
    assert LogEntry.objects.get().get_change_message() == "Published."


def test_publishing_many_publishes_their_unpublished_changes(make_article, maya):
    article = make_article("Old", updated_at=None)
    save_draft(article, content_of(article) | {"title": "New"})
    outcome = OPERATIONS["publish"].run([article.pk], maya, significance="major")
    assert (outcome.done, outcome.refused) == (1, [])
    article.refresh_from_db()
    assert (article.title, article.draft) == ("New", None)
    assert article.updated_at is not None


def test_publishing_many_leaves_what_is_scheduled_or_has_expired(make_article, maya):
    now = timezone.now()
    coming = make_article("Coming", at=now + timedelta(days=1))
    gone = make_article("Gone", at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    changing = make_article("Changing")
    revision = save_draft(changing, content_of(changing))
    schedule(changing, revision, at=now + timedelta(days=1), significance="minor")
    outcome = OPERATIONS["publish"].run([coming.pk, gone.pk, changing.pk], maya)
    assert outcome.done == 0
    assert refused(outcome) == {
        "Coming": "It is scheduled: publish it on its form.",
        "Gone": "It has expired: change that on its form.",
        "Changing": "It is scheduled: publish it on its form.",
    }
    assert ScheduledChange.objects.exists()


def test_unpublishing_many_keeps_their_unpublished_changes(editor, make_article):
    article, draft = make_article("Old"), make_article("Draft", status=Article.Status.DRAFT)
    save_draft(article, content_of(article) | {"title": "New"})
    response = do(editor, "unpublish", article, draft)
    assert "It is not published." in response.text
    article.refresh_from_db()
    assert (article.status, article.title) == (Article.Status.WITHDRAWN, "New")


def test_a_topic_is_added_to_what_has_it_not_yet(maya, make_article):
    topic = Topic.objects.create(name="Sleep", slug="sleep")
    draft = make_article("Draft", status=Article.Status.DRAFT)
    public = make_article("Public", topics=["Rest"])
    with_it = make_article("With it", topics=["Sleep"])
    spanish = make_article("Sueño", language="es")
    changed = make_article("Changed")
    save_draft(changed, content_of(changed))
    pks = [one.pk for one in (draft, public, with_it, spanish, changed)]
    outcome = OPERATIONS["add-topic"].run(pks, maya, topic=topic)
    assert outcome.done == 2
    assert refused(outcome) == {
        "With it": "It has the topic already.",
        "Sueño": "The topic is of another language.",
        "Changed": "It has unpublished changes: add the topic on its form.",
    }
    assert {one.name for one in public.topics.all()} == {"Rest", "Sleep"}
    assert public.revisions.first().content["topics"] == content_of(public)["topics"]
    assert draft.revisions.first().event == Revision.Event.SAVED
    assert draft.topics.get() == topic


def test_who_may_not_publish_adds_topics_to_drafts_alone(client, make_article):
    writer = staff("change_article", "view_article")
    client.force_login(writer)
    topic = Topic.objects.create(name="Sleep", slug="sleep")
    draft, public = make_article(status=Article.Status.DRAFT), make_article("Public")
    outcome = OPERATIONS["add-topic"].run([draft.pk, public.pk], writer, topic=topic)
    assert outcome.done == 1
    assert "you may not change what readers see" in refused(outcome)["Public"]
    assert do(client, "publish", draft, significance="minor").status_code == 403
    assert "publish_selected" not in client.get(LIST).text


def test_an_owner_is_changed_and_no_revision_made(editor, maya, make_article):
    tom = User.objects.create_user("tom", is_staff=True)
    theirs, mine = make_article("Theirs", owner=tom), make_article("Mine", owner=maya)
    assert "tom" in ask(editor, "change_owner_of_selected", mine).text
    response = do(editor, "change-owner", theirs, mine, owner=tom.pk)
    assert "It is theirs already." in response.text
    mine.refresh_from_db()
    assert mine.owner == tom
    assert mine.is_public


def test_what_is_not_chosen_is_asked_for_again(editor, make_article):
    article = make_article()
    assert "select2" in ask(editor, "add_topic_to_selected", article).text
    response = do(editor, "add-topic", article)
    assert "This field is required." in response.text
    assert f'value="{article.pk}"' in response.text
    assert do(editor, "add-topic", article, step="1").status_code == 400


def test_a_script_does_it_in_steps(editor, make_article):
    draft, public = make_article("Draft", status=Article.Status.DRAFT), make_article("Public")
    gone = make_article("Gone")
    Article.objects.filter(pk=gone.pk).delete()
    response = do(editor, "unpublish", draft, public, gone, step="1")
    assert response.json() == {
        "done": 1,
        "refused": [
            {
                "title": "Draft",
                "address": reverse("admin:articles_article_change", args=[draft.pk]),
                "reason": "It is not published.",
            },
            {"title": "", "address": None, "reason": "It is not there any more."},
        ],
    }


def test_one_that_breaks_keeps_no_other_from_it(maya, make_article, monkeypatch, caplog):
    bad, good = make_article("Bad"), make_article("Good")
    unpublish = Article.unpublish

    def break_one(article):
        if article.pk == bad.pk:
            article.title = "Half done"
            article.save()
            raise RuntimeError("boom")
        unpublish(article)

    monkeypatch.setattr(Article, "unpublish", break_one)
    outcome = OPERATIONS["unpublish"].run([bad.pk, good.pk], maya)
    assert outcome.done == 1
    assert "Something went wrong" in refused(outcome)["Bad"]
    assert list(Article.objects.published()) == [bad]
    assert "boom" in caplog.text


def test_there_are_no_other_operations(editor, make_article):
    assert do(editor, "delete", make_article()).status_code == 404
    assert editor.get(reverse("admin:article-bulk", args=["publish"])).status_code == 405
