"""The start page: what is an editor's own, what waits, what is coming and what is broken.

Any app of the project adds a section: a function of the user, with `@section`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, Sum, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy, ngettext

from ..models import Article, FeedbackComment, Revision, ScheduledChange, UnansweredQuery
from ..scheduling.calendar import events_between

# Of each section; the rest is behind its link.
SHOWN = 5
SOON = timedelta(days=14)
REVIEWS_AHEAD = timedelta(days=30)
SEARCHES_BACK = timedelta(days=7)


@dataclass(frozen=True)
class Item:
    text: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class Found:
    """What a section has to show: some items, how many there are, and where all of them are."""

    items: list[Item] = field(default_factory=list)
    count: int = 0
    address: str = ""


@dataclass(frozen=True)
class Section:
    name: str
    heading: str
    permission: str
    find: Callable


SECTIONS = []


def section(heading, *, permission="articles.view_article"):
    """Put on the start page what the function finds for a user who has `permission`."""

    def register(find):
        SECTIONS.append(Section(find.__name__, heading, permission, find))
        return find

    return register


def sections_for(user):
    """Return each section that `user` may see, with what it has found, if that is anything."""
    found = ((one, one.find(user)) for one in SECTIONS if _may_see(user, one.permission))
    return [(one, its) for one, its in found if its.count]


def _may_see(user, permission):
    return user.has_perm(permission) or user.has_perm(permission.replace(".view_", ".change_"))


def _list(model="article", query=""):
    return reverse(f"admin:articles_{model}_changelist") + query


def _form(pk):
    return reverse("admin:articles_article_change", args=[pk])


def _counted(queryset):
    """Return the first rows of `queryset`, and how many there are in all, with one query."""
    rows = list(queryset.annotate(in_all=Window(Count("pk")))[:SHOWN])
    return rows, rows[0].in_all if rows else 0


def _articles(queryset, address, note):
    rows, count = _counted(queryset.only("title", "status", note.field))
    items = [Item(row.title, _form(row.pk), note(row)) for row in rows]
    return Found(items, count, address)


@dataclass(frozen=True)
class _DayOf:
    field: str

    def __call__(self, row):
        at = getattr(row, self.field)
        return date_format(timezone.localtime(at) if hasattr(at, "hour") else at)


@section(gettext_lazy("Scheduled, but could not be published"))
def failed(user):
    changes = ScheduledChange.objects.failed().select_related("article")
    rows, count = _counted(changes.only("problem", "article__title").order_by("due_at"))
    items = [Item(row.article.title, _form(row.article_id), row.problem) for row in rows]
    return Found(items, count, _list(query="?coming=failed"))


@section(gettext_lazy("Your drafts"))
def your_drafts(user):
    own = Article.objects.filter(Q(status=Article.Status.DRAFT) | Q(draft__isnull=False))
    own = own.filter(owner=user).order_by("-saved_at", "-pk")
    return _articles(own, _list(query="?owner=mine"), _DayOf("saved_at"))


@section(gettext_lazy("Your saves that were set aside"), permission="articles.change_article")
def your_saves_set_aside(user):
    later = Revision.objects.filter(
        article=OuterRef("article"), made_by=user, number__gt=OuterRef("number")
    )
    aside = Revision.objects.filter(
        ~Exists(later), made_by=user, event=Revision.Event.SET_ASIDE
    ).select_related("article")
    rows, count = _counted(aside.defer("content", "article__body").order_by("-pk"))
    items = [
        Item(
            row.article.title,
            reverse("admin:article-merge", args=[row.article_id, row.number]),
            _DayOf("made_at")(row),
        )
        for row in rows
    ]
    return Found(items, count)


@section(gettext_lazy("Unpublished changes of public articles"))
def unpublished_changes(user):
    changed = Article.objects.filter(draft__isnull=False).order_by("-draft_id")
    return _articles(changed, _list(query="?changes=yes"), _DayOf("saved_at"))


@section(gettext_lazy("Medical reviews that are due"))
def reviews_due(user):
    until = timezone.localdate() + REVIEWS_AHEAD
    due = Article.objects.filter(review_due_on__lte=until, status=Article.Status.PUBLISHED)
    due = due.order_by("review_due_on", "pk")
    return _articles(due, _list(query="?review=overdue"), _DayOf("review_due_on"))


@section(gettext_lazy("Readers' comments"), permission="articles.view_feedbackcomment")
def comments(user):
    new = FeedbackComment.objects.kept().filter(is_done=False).select_related("article")
    rows, count = _counted(new.only("text", "day", "article__title").order_by("-day", "-pk"))
    items = [
        Item(
            Truncator(row.text).chars(80),
            reverse("admin:articles_feedbackcomment_change", args=[row.pk]),
            row.article.title,
        )
        for row in rows
    ]
    return Found(items, count, _list("feedbackcomment", "?is_done__exact=0"))


@section(gettext_lazy("Searched in vain this week"), permission="articles.view_unansweredquery")
def searches(user):
    week = UnansweredQuery.objects.filter(day__gt=timezone.localdate() - SEARCHES_BACK)
    words = week.values("words").annotate(searches=Sum("count"), in_all=Window(Count("words")))
    rows = list(words.order_by("-searches", "words")[:SHOWN])
    address = _list("unansweredquery")
    items = [Item(row["words"], address, _times(row["searches"])) for row in rows]
    return Found(items, rows[0]["in_all"] if rows else 0, address)


def _times(searches):
    return ngettext("%d search", "%d searches", searches) % searches


@section(gettext_lazy("Coming in the next two weeks"))
def coming(user):
    now = timezone.now()
    events = events_between(now, now + SOON)
    items = [
        Item(
            event.article.title,
            _form(event.article.pk),
            f"{date_format(timezone.localtime(event.at), 'DATETIME_FORMAT')}: {event.kind.label}",
        )
        for event in events[:SHOWN]
    ]
    return Found(items, len(events), reverse("admin:article-calendar"))
