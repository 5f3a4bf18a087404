"""Pins in an article's revisions: stored, compared, restored, and never undone by chance."""

import pytest
from django.urls import reverse

from articles.models import Article, Person, Revision
from articles.revisions import content_of, publish_scheduled, record, save_draft, schedule
from articles.revisions.comparison import compare
from recommendations.models import Exclusion, Pin
from recommendations.revisions import read, write
from tests.test_admin import change, form_data, staff

Event = Revision.Event


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


@pytest.fixture
def articles(make_article):
    return [make_article(title) for title in ("Asthma", "Sleep", "Cough")]


def press(editor, article, button, other):
    editor.post(reverse("admin:read-more", args=[article.pk]), {button: other.pk})


def restore(editor, article, number):
    editor.post(reverse("admin:article-restore", args=[article.pk]), {"number": number})
    article.refresh_from_db()


def save(editor, article, **fields):
    article.refresh_from_db()
    editor.post(change(article), form_data(article, **fields))


def test_a_pin_makes_a_revision_that_says_so(editor, articles):
    asthma, sleep, _cough = articles
    record(asthma, Event.PUBLISHED)
    press(editor, asthma, "pin", sleep)
    after, before = asthma.revisions.all()
    assert (after.event, after.made_by.username) == ("at once", "staff")
    (difference,) = compare(before.content, after.content)
    assert difference.label == "pinned articles"
    assert "Sleep" in difference.after
    press(editor, asthma, "exclude", _cough)
    assert asthma.revisions.count() == 2


def test_before_the_first_save_there_is_nothing_to_add_to(editor, articles):
    press(editor, articles[0], "pin", articles[1])
    assert not Revision.objects.exists()


def test_restoring_a_revision_restores_its_pins_when_it_is_published(editor, articles):
    asthma, sleep, cough = articles
    Pin.objects.create(source=asthma, target=sleep)
    record(asthma, Event.PUBLISHED)
    press(editor, asthma, "pin", cough)
    press(editor, asthma, "unpin", sleep)
    restore(editor, asthma, 1)
    assert read(asthma) == [cough.pk]
    assert asthma.draft.content["pins"] == [sleep.pk]
    save(editor, asthma, title="Longer", _continue="1")
    assert Article.objects.get(pk=asthma.pk).draft.content["pins"] == [sleep.pk]
    save(editor, asthma, _publish="1")
    assert read(asthma) == [sleep.pk]


def test_publishing_a_draft_does_not_undo_a_pin_that_came_after_it(editor, articles):
    asthma, sleep, _cough = articles
    save(editor, asthma, title="Longer", _continue="1")
    press(editor, asthma, "pin", sleep)
    save(editor, asthma, title="Longer", _publish="1")
    assert read(asthma) == [sleep.pk]


def test_nor_does_what_was_scheduled_before(editor, articles):
    asthma, sleep, _cough = articles
    revision = save_draft(asthma, content_of(asthma) | {"title": "Longer"})
    at = asthma.published_at
    planned = schedule(asthma, revision, at=at, significance="minor", by=None)
    press(editor, asthma, "pin", sleep)
    asthma.refresh_from_db()
    publish_scheduled(asthma, planned)
    asthma.refresh_from_db()
    assert (asthma.title, read(asthma), asthma.draft) == ("Longer", [sleep.pk], None)


def test_a_save_over_a_pin_needs_no_merging(editor, articles):
    asthma, sleep, _cough = articles
    save(editor, asthma, title="Longer", _revision="0", _continue="1")
    press(editor, asthma, "pin", sleep)
    save(editor, asthma, title="Longer still", _revision="2", _continue="1")
    asthma.refresh_from_db()
    assert asthma.draft.content["title"] == "Longer still"
    assert asthma.draft.content["pins"] == [sleep.pk]


def test_a_pin_is_no_change_of_the_text_that_was_reviewed(editor, articles):
    asthma, sleep, _cough = articles
    reviewer = Person.objects.create(name="Dr. Reyes")
    review = {"reviews-0-reviewer": reviewer.pk, "reviews-0-reviewed_on": "2026-03-01"}
    fields = {"title": "Longer", "reviews-TOTAL_FORMS": "1", **review}
    save(editor, asthma, **fields, _continue="1")
    press(editor, asthma, "pin", sleep)
    save(editor, asthma, title="Longer", _publish="1")
    asthma.refresh_from_db()
    assert asthma.current_review.reviewer == reviewer


def test_what_cannot_be_pinned_any_more_is_left_out(articles, make_article):
    asthma, sleep, cough = articles
    Exclusion.objects.create(source=asthma, target=sleep)
    spanish = make_article("Sueño", language="es")
    write(asthma, [sleep.pk, 0, spanish.pk, asthma.pk, cough.pk])
    assert read(asthma) == [cough.pk]


def test_a_revision_from_before_there_were_pins_leaves_them(articles):
    asthma, sleep, _cough = articles
    Pin.objects.create(source=asthma, target=sleep)
    content = content_of(asthma)
    older = {key: value for key, value in content.items() if key != "pins"}
    assert compare(older, content) == []
    save_draft(asthma, older)
    asthma.unpublish()
    save_draft(asthma, older)
    assert read(asthma) == [sleep.pk]
