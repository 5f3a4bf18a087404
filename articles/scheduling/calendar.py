"""What comes and goes by the clock in a month, by day."""

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from ..models import Article, ScheduledChange

# Of each kind; who plans more in a month finds the others in the list of articles.
MOST = 300
# So many are named on a day of the grid; all of them are in the list of days.
NAMED = 4


class Kind(models.TextChoices):
    PUBLIC = "public", _("Becomes public")
    CHANGE = "change", _("Changes go live")
    EXPIRY = "expiry", _("Expires")


@dataclass(frozen=True)
class Event:
    """Something that happens to an article at a time, or should have."""

    at: datetime
    kind: Kind
    article: Article
    problem: str = ""

    @property
    def is_past(self):
        return self.at <= timezone.now()


class Day(NamedTuple):
    date: date
    events: list[Event]
    is_in_month: bool
    is_today: bool

    @property
    def first(self):
        return self.events[:NAMED]

    @property
    def more(self):
        return len(self.events) - len(self.first)


class Month:
    """The weeks of a month, with what happens on their days."""

    def __init__(self, first):
        self.first = first.replace(day=1)

    @property
    def previous(self):
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self):
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def weekdays(self):
        return [WEEKDAYS[number] for number in self._calendar.iterweekdays()]

    def weeks(self):
        dates = self._calendar.monthdatescalendar(self.first.year, self.first.month)
        events = defaultdict(list)
        for event in events_between(_midnight(dates[0][0]), _midnight(dates[-1][-1], days=1)):
            events[timezone.localtime(event.at).date()].append(event)
        today, month = timezone.localdate(), self.first.month
        return [
            [Day(day, events[day], day.month == month, day == today) for day in week]
            for week in dates
        ]

    @property
    def _calendar(self):
        # Django counts the days of a week from Sunday, Python from Monday.
        return Calendar((get_format("FIRST_DAY_OF_WEEK") - 1) % 7)


def events_between(start, end):
    """Return what happens from `start` on and before `end`, in order."""
    shown = Article.objects.filter(status=Article.Status.PUBLISHED).only("title", "status")
    came = shown.filter(published_at__gte=start, published_at__lt=end)
    went = shown.filter(expires_at__gte=start, expires_at__lt=end)
    changes = ScheduledChange.objects.filter(due_at__gte=start, due_at__lt=end)
    events = [
        *(Event(one.published_at, Kind.PUBLIC, one) for one in _some(came, "published_at")),
        *(Event(one.expires_at, Kind.EXPIRY, one) for one in _some(went, "expires_at")),
        *as_events(_some(changes.select_related("article"), "due_at")),
    ]
    return sorted(events, key=lambda event: (event.at, event.kind, event.article.pk))


def as_events(changes):
    return [Event(one.due_at, Kind.CHANGE, one.article, one.problem) for one in changes]


def _some(queryset, field):
    if queryset.model is Article:
        queryset = queryset.only("title", "status", field)
    return queryset.order_by(field, "pk")[:MOST]


def _midnight(day, days=0):
    zone = timezone.get_current_timezone()
    return datetime.combine(day + timedelta(days=days), time.min, tzinfo=zone)
