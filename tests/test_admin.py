"""The desk without a browser: what the forms, lists and buttons do, and for whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Person, Reference, Topic
from tests.forms import as_sent
from tests.test_hostile_html import HOSTILE, assert_harmless

LIST = reverse("admin:articles_article_changelist")
ADD = reverse("admin:articles_article_add")


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def staff(*codenames):
    user = User.objects.create_user("staff", password="secret", is_staff=True)
    permissions = Permission.objects.filter(content_type__app_label="articles")
    if codenames:
        permissions = permissions.filter(codename__in=codenames)
    user.user_permissions.set(permissions)
    return user


@pytest.fixture
def editor(client, db):
    """A client signed in as somebody who may do everything with articles."""
    client.force_login(staff())
    return client


def form_data(article=None, **fields):
    """What a browser sends for the article form, with no rows in any inline."""
    published_at = article and article.published_at
    data = {
        "title": article.title if article else "",
        "slug": article.slug if article else "",
        "language": "en",
        "summary": "",
        "body": article.body if article else "",
        "also_known_as": "",
        "source_url": "",
        "translation_of": "",
        "published_at_0": published_at.strftime("%Y-%m-%d") if published_at else "",
        "published_at_1": published_at.strftime("%H:%M:%S") if published_at else "",
        "expires_at_0": "",
        "expires_at_1": "",
        "review_due_on": "",
    }
    for prefix in ("authorships", "questions", "references", "reviews"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return data | fields


def test_a_draft_needs_only_a_title(editor):
    response = editor.post(ADD, form_data(title="Asthma", _continue="1"))
    article = Article.objects.get()
    assert response.url == change(article)
    assert (article.status, article.slug) == (Article.Status.DRAFT, "asthma")


def test_publishing_asks_for_what_is_missing_and_keeps_what_was_typed(editor):
    response = editor.post(ADD, form_data(title="Asthma", summary="The lead", _publish="1"))
    assert "needs a text" in response.text
    assert "The lead" in response.text
    assert not Article.objects.exists()


def test_everything_on_the_form_is_saved_and_published(editor):
    breathing = Topic.objects.create(name="Breathing")
    author = Person.objects.create(name="Maya")
    reviewer = Person.objects.create(name="Dr. Reyes")
    fields = {
        "title": "Asthma",
        "summary": "The lead",
        "body": "<h2>Signs</h2><ul><li><p>Wheezing</p></li></ul>",
        "topics": [breathing.pk],
        "key_facts": "It can be treated.\n It comes and goes.",
        "also_known_as": "Bronchial asthma\n\n  Reactive   airways ",
        "authorships-TOTAL_FORMS": "1",
        "authorships-0-person": author.pk,
        "authorships-0-position": "",
        "questions-TOTAL_FORMS": "2",
        "questions-0-question": "Second?",
        "questions-0-answer": "<p>Yes</p>",
        "questions-0-position": "5",
        "questions-1-question": "Last?",
        "questions-1-answer": "<p>No</p>",
        "questions-1-position": "",
        "references-TOTAL_FORMS": "1",
        "references-0-text": "Asthma. A public body.",
        "references-0-url": "https://example.org/asthma",
        "reviews-TOTAL_FORMS": "1",
        "reviews-0-reviewer": reviewer.pk,
        "reviews-0-reviewed_on": "2026-03-01",
    }
    response = editor.post(ADD, form_data(**fields, _publish="1"), follow=True)
    assert "is published. Readers see it now." in response.text
    article = Article.objects.published().get()
    assert article.body == "<h2>Signs</h2><ul><li>Wheezing</li></ul>"
    assert article.key_facts == ["It can be treated.", "It comes and goes."]
    assert article.also_known_as == ["Bronchial asthma", "Reactive airways"]
    assert list(article.topics.all()) == [breathing]
    assert list(article.authors.all()) == [author]
    assert [question.question for question in article.questions.all()] == ["Second?", "Last?"]
    assert article.references.get().link == "https://example.org/asthma"
    assert article.current_review.reviewer == reviewer


def test_an_article_with_very_many_rows_is_saved(editor, make_article):
    article = make_article(status=Article.Status.DRAFT)
    Reference.objects.bulk_create(
        Reference(article=article, position=number, text=f"Source {number}")
        for number in range(300)
    )
    sent = as_sent(editor.get(change(article))) | {
        "references-299-text": "The last",
        "_publish": "1",
    }
    assert len(sent) > 2000
    assert editor.post(change(article), sent).status_code == 302
    assert article.references.count() == 300
    assert article.references.last().text == "The last"


def test_saving_a_public_article_publishes_the_change(editor, make_article):
    article = make_article("Asthma")
    editor.post(change(article), form_data(article, title="Asthma in adults", _publish="1"))
    article.refresh_from_db()
    assert article.title == "Asthma in adults"
    assert article.dates.updated is not None


def test_a_published_article_cannot_lose_its_time(editor, make_article):
    article = make_article()
    data = form_data(article, published_at_0="", published_at_1="", _publish="1")
    assert "needs a time of publication" in editor.post(change(article), data).text


def test_a_typo_moves_no_date(editor, make_article):
    article = make_article("Asthna")
    editor.post(
        change(article), form_data(article, title="Asthma", significance="typo", _publish="1")
    )
    article.refresh_from_db()
    assert (article.title, article.dates.updated) == ("Asthma", None)


def test_readers_are_told_what_the_last_change_that_matters_changed(editor, make_article):
    article = make_article("Asthma")

    def publish(significance, what_changed):
        answers = {"significance": significance, "what_changed": what_changed, "_publish": "1"}
        editor.post(change(article), form_data(article, **answers))
        article.refresh_from_db()
        return article.change_note

    assert publish("minor", "New doses.") == "New doses."
    assert publish("typo", "A comma.") == "New doses."
    assert publish("major", "") == ""


def test_a_time_to_come_is_a_schedule(editor, make_article):
    article = make_article(status=Article.Status.DRAFT)
    later = timezone.now() + timedelta(days=2)
    time = {"published_at_0": later.strftime("%Y-%m-%d"), "published_at_1": "09:00:00"}
    response = editor.post(change(article), form_data(article, **time, _publish="1"), follow=True)
    assert "will be public from" in response.text
    assert "Scheduled: readers see it from" in response.text
    assert "Scheduled" in editor.get(LIST).text


def test_unpublishing_by_the_button(editor, make_article):
    article = make_article()
    response = editor.post(change(article), form_data(article, _unpublish="1"), follow=True)
    assert "is not public" in response.text
    assert not Article.objects.published().exists()


def test_a_slug_that_is_taken_is_named(editor, make_article):
    make_article("Asthma")
    response = editor.post(ADD, form_data(title="Another", slug="asthma", _continue="1"))
    assert "Another article in this language has this slug." in response.text


def test_a_translation_is_in_another_language(editor, make_article):
    original = make_article("Asthma")
    data = form_data(title="Asma", translation_of=original.pk, _continue="1")
    assert "another language than the original" in editor.post(ADD, data).text


def test_translations_make_no_chains(make_article):
    english, spanish = make_article("Asthma"), make_article("Asma", language="es")
    spanish.translation_of = english
    spanish.full_clean()
    spanish.save()
    for article, original, problem in [
        (make_article("Sleep"), spanish, "a translation itself"),
        (english, make_article("Sueño", language="es"), "has translations"),
    ]:
        article.translation_of = original
        with pytest.raises(ValidationError, match=problem):
            article.full_clean()


def test_view_on_site_is_offered_only_where_readers_see_the_page(editor, make_article):
    assert "View on site" in editor.get(change(make_article())).text
    draft = make_article(status=Article.Status.DRAFT)
    assert "View on site" not in editor.get(change(draft)).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "asth"}, {"Asthma"}),
        ({"q": "bronchial"}, {"Asthma"}),
        ({"status__exact": "draft"}, {"Sleep"}),
        ({"language__exact": "es"}, {"Sueño"}),
        ({"review": "overdue"}, {"Sueño"}),
        ({"review": "none"}, {"Asthma", "Sleep", "Sueño"}),
        ({"review": "stands"}, set()),
    ],
)
def test_the_list_can_be_searched_and_filtered(editor, make_article, query, found):
    make_article("Asthma", also_known_as=["Bronchial asthma"])
    make_article("Sleep", status=Article.Status.DRAFT)
    make_article("Sueño", language="es", review_due_on=timezone.localdate() - timedelta(days=1))
    assert {article.title for article in editor.get(LIST, query).context["cl"].result_list} == found


def test_the_list_can_be_filtered_by_any_topic(editor, make_article):
    make_article("Asthma", topics=["Breathing"])
    unused = Topic.objects.create(name="Unused")
    breathing = Topic.objects.get(name="Breathing")
    response = editor.get(LIST, {"topic": breathing.pk})
    assert [article.title for article in response.context["cl"].result_list] == ["Asthma"]
    assert "Unused" not in response.text
    assert "Unused" in editor.get(LIST, {"topic": unused.pk}).text


def test_the_list_takes_the_same_queries_whatever_its_length(
    editor, make_article, django_assert_max_num_queries
):
    for _ in range(12):
        make_article(topics=["Sleep", "Muscles"])
    with django_assert_max_num_queries(15):
        editor.get(LIST)


def test_without_the_right_to_publish_drafts_can_be_written_and_nothing_else(client, make_article):
    client.force_login(staff("add_article", "change_article", "view_article"))
    draft, public = make_article(status=Article.Status.DRAFT), make_article("Public")

    assert 'name="_publish"' not in client.get(change(draft)).text
    assert (
        client.post(change(draft), form_data(draft, title="New", _continue="1")).status_code == 302
    )
    draft.refresh_from_db()
    assert draft.title == "New"

    assert client.post(change(draft), form_data(draft, _publish="1")).status_code == 403
    client.post(change(public), form_data(public, title="Changed"))
    assert client.post(change(public), form_data(public, _publish="1")).status_code == 403
    assert "publish_selected" not in client.get(LIST).text
    assert list(Article.objects.published()) == [public]
    public.refresh_from_db()
    assert public.title == "Public"


def test_topics_and_people_can_be_kept(editor):
    topic = {"name": "Sleep", "language": "en", "slug": "sleep", "synonyms": "Rest\nSlumber"}
    topic |= {"features-TOTAL_FORMS": "0", "features-INITIAL_FORMS": "0"}
    editor.post(reverse("admin:articles_topic_add"), topic)
    assert Topic.objects.get().synonyms == ["Rest", "Slumber"]
    assert "Sleep" in editor.get(reverse("admin:articles_topic_changelist")).text

    person = {"name": "Ana Pérez", "credentials": "Nurse", "slug": "", "language": "es"}
    editor.post(reverse("admin:articles_person_add"), person)
    assert Person.objects.get().slug == "ana-perez"
    assert "Ana Pérez" in editor.get(reverse("admin:articles_person_changelist")).text


def test_the_desk_is_closed_to_everybody_else(client, make_article):
    article = make_article()
    for address in (LIST, ADD, change(article)):
        assert client.get(address).status_code == 302


def test_hostile_bodies_come_out_harmless(editor):
    # A browser sends UTF-8, which has no halves of characters.
    sendable = [body for body in HOSTILE if body.encode(errors="ignore").decode() == body]
    for number, body in enumerate(sendable):
        title = f"Hostile {number}"
        data = {
            "questions-TOTAL_FORMS": "1",
            "questions-0-question": "Why?",
            "questions-0-answer": f"<p>Because.</p>{body}",
        }
        editor.post(ADD, form_data(title=title, body=f"<p>Text</p>{body}", **data, _continue="1"))
        article = Article.objects.filter(title=title).first()
        if article is None:  # the form itself refuses this one
            assert "\0" in body
            continue
        assert_harmless(article.body)
        assert_harmless(article.questions.get().answer)
