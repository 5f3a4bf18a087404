"""Doing what is due: each thing whole and once, however many notice that it is."""

import logging

from django.apps import apps as installed_apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..in_place import after_the_answer
from ..models import Article, Clock, ScheduledChange
from ..revisions import publish_scheduled
from ..signals import clock_passed

logger = logging.getLogger(__name__)

# The key of the one row.
CLOCK = 1
# However many changes are due at once, a reader waits for so many.
FOR_A_READER = 5


def make_clock(*, using, apps=installed_apps, **kwargs):
    """Set the clock of a new site. Called after each `migrate`."""
    try:
        clock = apps.get_model("articles", "Clock")
    except LookupError:  # migrated back to before there was any
        return
    clock.objects.using(using).get_or_create(pk=CLOCK)


def _clock_if_behind():
    since = {"after": OuterRef("caught_up_to"), "until": timezone.now()}
    return Clock.objects.filter(
        Q(Exists(ScheduledChange.objects.due().filter(problem="")))
        | Q(Exists(Article.objects.came_by_the_clock(**since)))
        | Q(Exists(Article.objects.went_by_the_clock(**since)))
    )


def something_is_due():
    """Return, as part of a query, whether anything is due, but what failed before."""
    return Exists(_clock_if_behind())


def is_behind():
    return _clock_if_behind().exists()


def catch_up_for_reader():
    """Do some of what is due while a reader waits, and the rest with the next readers."""
    try:
        with after_the_answer():
            catch_up(limit=FOR_A_READER)
    except DatabaseError:
        # Another is at it, say. The page is as good as it was a moment ago.
        logger.exception("Could not publish what is due")


def catch_up(*, limit=None):
    """Publish what is scheduled and due, and tell the project what came and went by the clock.

    With a `limit`, that many changes and none that failed before: a reader is waiting. Returns how
    many changes were published.
    """
    due = ScheduledChange.objects.due()
    if limit is not None:
        due = due.filter(problem="")[:limit]
    published = sum(_publish(*keys) for keys in list(due.values_list("pk", "article_id")))
    _tell_what_passed()
    return published


def _publish(pk, article_id):
    try:
        with transaction.atomic():
            # The article first, as whoever saves it does.
            article = Article.objects.select_for_update().get(pk=article_id)
            change = ScheduledChange.objects.due().select_related("revision").filter(pk=pk).first()
            if change is None:  # somebody else has done it, or canceled it
                return False
            revision = publish_scheduled(article, change)
            _log(revision)
    except Exception as error:
        # One that fails must keep no other from its time, and no reader from the page.
        logger.exception("Could not publish a scheduled change")
        ScheduledChange.objects.filter(pk=pk).update(problem=_in_words(error))
        return False
    return True


def _in_words(error):
    return " ".join(error.messages) if isinstance(error, ValidationError) else repr(error)


def _log(revision):
    if revision.made_by_id:
        LogEntry.objects.log_actions(
            revision.made_by_id,
            [revision.article],
            CHANGE,
            change_message="Published as scheduled.",
            single_object=True,
        )


def _tell_what_passed():
    with transaction.atomic():
        clock = Clock.objects.select_for_update().get(pk=CLOCK)
        since = {"after": clock.caught_up_to, "until": timezone.now()}
        came = Article.objects.came_by_the_clock(**since).values_list("pk", flat=True)
        went = Article.objects.went_by_the_clock(**since).values_list("pk", flat=True)
        ids = sorted({*came, *went})
        clock.caught_up_to = since["until"]
        clock.save()
        if ids:
            clock_passed.send(sender=Article, ids=ids)
