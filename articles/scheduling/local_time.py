"""Times as editors write and read them: by the clock on the wall of the site's time zone."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

MINUTES_AROUND = 6 * 60


def in_words(moment):
    """Return a moment as “Tuesday 3 March 2026, 09:00 (Europe/London)”."""
    local = timezone.localtime(moment)
    return pattern().format(
        weekday=WEEKDAYS[local.weekday()],
        day=local.day,
        month=MONTHS[local.month],
        year=local.year,
        time=f"{local:%H:%M}",
        zone=settings.TIME_ZONE,
    )


def pattern():
    """Return how a moment is written, with names in braces for its parts."""
    return pgettext("a moment", "{weekday} {day} {month} {year}, {time} ({zone})")


class LocalDateTimeField(forms.SplitDateTimeField):
    """A date and a time of day; one that does not come, or comes twice, is named as such.

    Where clocks are put back, an hour comes twice. What is stored in it and sent back as it was
    stays what it is: `kept` is that moment.
    """

    kept = None

    def compress(self, data_list):
        try:
            return super().compress(data_list)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            return self._resolve(*data_list)

    def _resolve(self, day, time):
        if self.kept:
            kept = timezone.localtime(self.kept)
            if (kept.date(), kept.time().replace(microsecond=0, fold=0)) == (day, time):
                return self.kept
        zone = timezone.get_current_timezone()
        local = datetime.combine(day, time, tzinfo=zone)
        before, after = _change_around(local)
        facts = {
            "time": f"{local:%H:%M}",
            "day": date_format(day),
            "zone": settings.TIME_ZONE,
            "before": f"{before:%H:%M}",
            "after": f"{after:%H:%M}",
        }
        if before < after:
            text = _(
                "There is no %(time)s on %(day)s: in %(zone)s clocks go forward from %(before)s to"
                " %(after)s. Choose another time."
            )
        else:
            text = _(
                "%(time)s comes twice on %(day)s: in %(zone)s clocks go back from %(before)s to"
                " %(after)s. Choose a time before %(after)s, or from %(before)s on."
            )
        raise ValidationError(text % facts, code="ambiguous_timezone")


def _change_around(local):
    """Return what clocks on the wall show when they are changed: before that, and after it."""
    zone, middle = local.tzinfo, local.astimezone(UTC)
    minutes = (
        middle + timedelta(minutes=minute) for minute in range(-MINUTES_AROUND, MINUTES_AROUND)
    )
    for last, first in pairwise(minutes):
        before, after = last.astimezone(zone), first.astimezone(zone)
        if before.utcoffset() != after.utcoffset():
            return timezone.make_naive(before) + timedelta(minutes=1), timezone.make_naive(after)
    raise ValueError(f"No change of clocks around {local}")
