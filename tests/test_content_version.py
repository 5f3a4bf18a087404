"""The version of what readers see: another one after each change of it, and after no other."""

import pytest
from django.db import transaction

from articles.models import Authorship, FeedbackCount, Person, Topic
from cms.caching import versions
from cms.caching.versions import content_version
from cms.models import ContentChange
from recommendations.models import RelatedArticle
from recommendations.signals import lists_changed


def test_a_change_that_is_taken_back_changes_nothing(make_article):
    article = make_article()
    before = content_version()
    with transaction.atomic():
        article.unpublish()
        assert content_version() != before
        transaction.set_rollback(True)
    assert content_version() == before


def test_what_readers_say_and_seek_changes_nothing(client, make_article):
    article = make_article()
    before = content_version()
    FeedbackCount.objects.count_answer(article, helpful=True)
    client.get("/search/?q=nothing+of+the+kind")
    assert content_version() == before


def test_old_changes_are_forgotten_and_no_version_comes_back(db, commit, monkeypatch):
    monkeypatch.setattr(versions, "REMEMBERED", 4)
    monkeypatch.setattr(versions, "FORGET_AFTER", 2)
    seen = [content_version()]
    for number in range(12):
        with commit():
            Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}")
        seen.append(content_version())
    assert len(set(seen)) == len(seen)
    assert ContentChange.objects.count() <= 6


def test_lists_that_are_written_past_the_watch_change_the_version(db):
    before = content_version()
    lists_changed.send(sender=RelatedArticle, language="en")
    assert content_version() != before


@pytest.mark.django_db(transaction=True)
def test_changes_are_forgotten_outside_of_a_transaction_too(make_article):
    """SQLite commits nothing while the INSERT that was seen still has its new key to return."""
    article = make_article()
    for number in range(versions.FORGET_AFTER):
        person = Person.objects.create(name=f"Person {number}")
        Authorship.objects.create(article=article, person=person)
    assert Authorship.objects.count() == versions.FORGET_AFTER
