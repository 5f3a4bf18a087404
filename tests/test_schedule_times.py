"""Times that editors give, by the clock on the wall, also on the days when clocks are changed."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from articles.scheduling.local_time import LocalDateTimeField, in_words

LONDON = "Europe/London"


@pytest.fixture
def in_zone(settings):
    def choose(name):
        settings.TIME_ZONE = name
        timezone.get_default_timezone.cache_clear()

    yield choose
    timezone.get_default_timezone.cache_clear()


@pytest.mark.parametrize(
    ("zone", "day", "time", "moment"),
    [
        (LONDON, "2026-03-28", "01:30", datetime(2026, 3, 28, 1, 30, tzinfo=UTC)),
        (LONDON, "2026-03-29", "00:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (LONDON, "2026-03-29", "02:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (LONDON, "2026-10-25", "00:59", datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (LONDON, "2026-10-25", "02:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", "2026-03-03", "09:00", datetime(2026, 3, 3, 3, 15, tzinfo=UTC)),
    ],
)
def test_a_time_is_that_of_the_sites_clocks(in_zone, zone, day, time, moment):
    in_zone(zone)
    assert LocalDateTimeField().clean([day, time]) == moment


@pytest.mark.parametrize(
    ("zone", "day", "time", "told"),
    [
        (LONDON, "2026-03-29", "01:30", ["There is no 01:30 on March 29, 2026", "01:00 to 02:00"]),
        (LONDON, "2026-10-25", "01:30", ["01:30 comes twice on October 25", "before 01:00"]),
        ("America/New_York", "2026-03-08", "02:00", ["There is no 02:00", "from 02:00 to 03:00"]),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", ["no 02:15", "from 02:00 to 02:30"]),
        ("Africa/Cairo", "2026-04-24", "00:30", ["There is no 00:30", "from 00:00 to 01:00"]),
    ],
)
def test_a_time_that_does_not_come_or_comes_twice_is_named(in_zone, zone, day, time, told):
    in_zone(zone)
    with pytest.raises(ValidationError) as error:
        LocalDateTimeField().clean([day, time])
    (message,) = error.value.messages
    assert zone in message
    for part in told:
        assert part in message


def test_a_stored_time_of_the_hour_that_comes_twice_may_stay(in_zone):
    in_zone(LONDON)
    second = datetime(2026, 10, 25, 1, 30, 15, tzinfo=UTC)
    field = LocalDateTimeField()
    field.kept = second
    assert field.clean(["2026-10-25", "01:30:15"]) == second
    with pytest.raises(ValidationError):
        field.clean(["2026-10-25", "01:31"])


def test_what_is_no_time_at_all_is_refused_as_ever():
    with pytest.raises(ValidationError, match="Enter a valid date"):
        LocalDateTimeField().clean(["tomorrow", "09:00"])


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 3, 9, tzinfo=UTC), "Tuesday 3 March 2026, 09:00 (Europe/London)"),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), "Sunday 29 March 2026, 02:00 (Europe/London)"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "Thursday 2 July 2026, 00:30 (Europe/London)"),
    ],
)
def test_a_moment_is_said_in_words_by_the_same_clocks(in_zone, moment, words):
    in_zone(LONDON)
    assert in_words(moment) == words
    with translation.override("es"):
        assert in_words(moment).endswith("(Europe/London)")
