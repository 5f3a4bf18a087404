"""Scheduling on the desk: what the form, the list and the calendar do and say."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from articles.models import Article, Clock, Revision, ScheduledChange
from articles.revisions import content_of, save_draft, schedule
from articles.scheduling import catch_up

from .test_admin import LIST, change, form_data, staff

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
WHEN = "Tuesday 3 March 2026, 09:00 (Europe/London)"
ON_TUESDAY = {"_schedule": "1", "schedule_at_0": "2026-03-03", "schedule_at_1": "09:00"}
CALENDAR = reverse("admin:article-calendar")


@pytest.fixture(autouse=True)
def clock(db, settings):
    settings.TIME_ZONE = "Europe/London"
    with time_machine.travel(MONDAY, tick=False) as clock:
        Clock.objects.update(caught_up_to=MONDAY)
        yield clock


@pytest.fixture
def editor(client):
    client.force_login(staff())
    return client


@pytest.fixture
def live(make_article):
    return make_article("Asthma", at=MONDAY - timedelta(days=9))


def submit(client, article, **fields):
    return client.post(change(article), form_data(article, **fields), follow=True)


def test_changes_are_scheduled_with_what_they_change(editor, live):
    note = {"significance": "major", "what_changed": "New advice."}
    response = submit(editor, live, title="Asthma in adults", **note, **ON_TUESDAY)
    assert f"readers see it, as you saved it now, from {WHEN} on" in response.text
    assert f"Revision 2 goes live on {WHEN}." in response.text
    assert "Scheduled by staff." in response.text
    scheduled = ScheduledChange.objects.get()
    assert (scheduled.due_at, scheduled.significance) == (TUESDAY, "major")
    assert (scheduled.change_note, scheduled.made_by.username) == ("New advice.", "staff")
    assert scheduled.revision.event == Revision.Event.SCHEDULED
    live.refresh_from_db()
    assert (live.title, live.draft) == ("Asthma", scheduled.revision)


def test_a_draft_is_scheduled_as_a_first_publication(editor, make_article, clock, client):
    article = make_article("Sleep", status=Article.Status.DRAFT)
    response = submit(editor, article, **ON_TUESDAY)
    assert f"will be public from {WHEN} on" in response.text
    assert f"Scheduled: readers see it from {WHEN} on." in response.text
    assert not Article.objects.published().exists()
    clock.move_to(TUESDAY)
    assert Article.objects.published().get() == article


def test_another_time_moves_a_first_publication(editor, make_article):
    article = make_article("Sleep", at=TUESDAY)
    later = ON_TUESDAY | {"schedule_at_1": "11:30"}
    submit(editor, article, title="Sleep well", **later)
    article.refresh_from_db()
    assert article.published_at == TUESDAY + timedelta(hours=2, minutes=30)
    assert (article.title, article.draft) == ("Sleep well", None)


def test_what_is_to_come_can_be_published_now(editor, make_article):
    article = make_article("Sleep", at=TUESDAY)
    assert "Publish now" in editor.get(change(article)).text
    response = submit(editor, article, _publish="1")
    assert "Readers see it now" in response.text
    article.refresh_from_db()
    assert article.published_at == MONDAY


def test_a_withdrawn_article_is_scheduled_to_come_back(editor, make_article, clock):
    article = make_article("Sleep", at=MONDAY - timedelta(days=9))
    article.unpublish()
    submit(editor, article, title="Sleep well", **ON_TUESDAY)
    assert not Article.objects.published().exists()
    clock.move_to(TUESDAY)
    catch_up()
    assert Article.objects.published().get().title == "Sleep well"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"schedule_at_0": "", "schedule_at_1": ""}, "Give a date and a time."),
        ({"schedule_at_0": "2026-03-01"}, "This time has passed."),
        ({"schedule_at_0": "2026-03-29", "schedule_at_1": "01:30"}, "There is no 01:30"),
        ({"expires_at_0": "2026-03-03", "expires_at_1": "08:00"}, "The article expires before"),
        ({"body": ""}, "An article needs a text to be published."),
    ],
)
def test_what_is_wrong_is_said_when_it_is_scheduled_and_what_was_typed_is_kept(
    editor, live, fields, told
):
    response = submit(editor, live, **{"title": "Typed", **ON_TUESDAY, **fields})
    assert told in response.text
    assert 'value="Typed"' in response.text
    assert not ScheduledChange.objects.exists()


def test_a_date_that_is_not_asked_for_stops_no_other_button(editor, live):
    wrong = {"schedule_at_0": "2026-03-29", "schedule_at_1": "01:30"}
    submit(editor, live, title="Longer", _publish="1", **wrong)
    live.refresh_from_db()
    assert live.title == "Longer"


def test_the_hour_that_comes_twice_is_kept_as_it_was(editor, make_article):
    second = datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    article = make_article("Asthma", at=second)
    times = {"published_at_0": "2025-10-26", "published_at_1": "01:30:00"}
    submit(editor, article, title="Longer", _publish="1", **times)
    article.refresh_from_db()
    assert (article.title, article.published_at) == ("Longer", second)


def test_what_is_saved_after_scheduling_is_not_in_it_and_the_editor_is_told(editor, live):
    submit(editor, live, title="Approved", **ON_TUESDAY)
    response = submit(editor, live, title="Not approved", _continue="1")
    assert f"Revision 2 stays scheduled for {WHEN}" in response.text
    assert "The form shows newer changes that are not in it" in response.text
    assert ScheduledChange.objects.get().revision.content["title"] == "Approved"


@pytest.mark.parametrize("button", ["_publish", "_unpublish", "_discard"])
def test_what_cancels_a_schedule_says_so(editor, live, button):
    submit(editor, live, title="Longer", **ON_TUESDAY)
    response = submit(editor, live, **{button: "1"})
    assert f"What was scheduled for {WHEN} is canceled" in response.text
    assert not ScheduledChange.objects.exists()


def test_discarding_without_a_schedule_says_nothing_of_one(editor, live):
    submit(editor, live, title="Longer", _continue="1")
    assert "canceled" not in submit(editor, live, _discard="1").text


def test_one_click_cancels_a_change_and_keeps_it_as_a_draft(editor, live):
    submit(editor, live, title="Longer", **ON_TUESDAY)
    response = editor.post(reverse("admin:article-unschedule", args=[live.pk]), follow=True)
    assert "is canceled" in response.text
    assert 'value="Longer"' in response.text
    assert not ScheduledChange.objects.exists()


def test_one_click_makes_what_is_to_come_a_draft_again(editor, make_article):
    article = make_article("Sleep", at=TUESDAY)
    save_draft(article, content_of(article) | {"title": "Sleep well"})
    response = editor.post(reverse("admin:article-unschedule", args=[article.pk]), follow=True)
    assert "is a draft again" in response.text
    article.refresh_from_db()
    assert (article.status, article.title) == (Article.Status.DRAFT, "Sleep well")
    assert article.published_at is None


def test_to_cancel_what_is_live_already_does_nothing_to_it(editor, live):
    editor.post(reverse("admin:article-unschedule", args=[live.pk]))
    assert Article.objects.published().get() == live


def test_only_who_may_publish_may_schedule_or_cancel(client, live):
    client.force_login(staff("change_article", "view_article"))
    assert "schedule_at_0" not in client.get(change(live)).text
    assert submit(client, live, **ON_TUESDAY).status_code == 403
    revision = save_draft(live, content_of(live))
    schedule(live, revision, at=TUESDAY, significance="minor")
    assert "Cancel the schedule" not in client.get(change(live)).text
    cancel = reverse("admin:article-unschedule", args=[live.pk])
    assert client.post(cancel).status_code == 403
    assert client.get(cancel).status_code == 405
    assert ScheduledChange.objects.exists()


def test_who_may_only_see_articles_cannot_cancel(client, live):
    client.force_login(staff("publish_article", "view_article"))
    cancel = reverse("admin:article-unschedule", args=[live.pk])
    assert client.post(cancel).status_code == 403


def test_a_change_that_failed_is_shown_with_its_reason_wherever_one_looks(editor, live):
    revision = save_draft(live, content_of(live))
    schedule(live, revision, at=MONDAY, significance="minor")
    ScheduledChange.objects.update(problem="No text.")
    for address in (change(live), CALENDAR):
        text = editor.get(address).text
        assert "could not be published" in text.lower()
        assert "No text." in text
    assert "Could not be published" in editor.get(LIST).text


def test_the_list_says_what_is_coming_and_can_be_filtered_by_it(editor, live, make_article):
    make_article("Sleep", at=TUESDAY)
    make_article("Flu", at=MONDAY, expires_at=TUESDAY)
    make_article("Quiet", at=MONDAY)
    schedule(live, save_draft(live, content_of(live)), at=TUESDAY, significance="minor")
    text = editor.get(LIST).text
    for what in ("Public: ", "Changes: ", "Expires: "):
        assert f"{what}03/03/2026 09:00" in text

    def titles(coming):
        return {one.title for one in editor.get(LIST, {"coming": coming}).context["cl"].result_list}

    assert titles("scheduled") == {"Sleep", "Asthma"}
    assert titles("expiry") == {"Flu"}
    assert titles("failed") == set()
    ScheduledChange.objects.update(problem="No text.")
    assert titles("failed") == {"Asthma"}


# The calendar


def cells(response):
    return {
        day.date.isoformat(): [(event.kind.value, event.article.title) for event in day.events]
        for week in response.context["weeks"]
        for day in week
        if day.events
    }


def test_the_calendar_shows_a_month_by_the_sites_days(editor, live, make_article):
    late = datetime(2026, 3, 29, 23, 30, tzinfo=UTC)  # summer time began: it is Monday in London
    make_article("Sleep", at=late)
    make_article("Flu", at=MONDAY, expires_at=TUESDAY)
    schedule(live, save_draft(live, content_of(live)), at=TUESDAY, significance="minor")
    response = editor.get(CALENDAR)
    assert cells(response) == {
        "2026-03-02": [("public", "Flu")],
        "2026-03-03": [("change", "Asthma"), ("expiry", "Flu")],
        "2026-03-30": [("public", "Sleep")],
    }
    assert "March 2026" in response.text
    assert "Times are those of Europe/London." in response.text


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [("2026-03", "2026-03-01", "2026-04-04"), ("2026-10", "2026-09-27", "2026-10-31")],
)
def test_each_day_is_there_once_also_where_clocks_change(editor, month, first, last):
    weeks = editor.get(CALENDAR, {"month": month}).context["weeks"]
    days = [day.date for week in weeks for day in week]
    assert (days[0].isoformat(), days[-1].isoformat()) == (first, last)
    assert days == [days[0] + timedelta(number) for number in range(35)]
    assert [day.date.isoformat() for week in weeks for day in week if day.is_today] == (
        ["2026-03-02"] if month == "2026-03" else []
    )


def test_one_month_leads_to_the_next_and_back(editor):
    text = editor.get(CALENDAR, {"month": "2026-12"}).text
    assert "?month=2026-11" in text
    assert "?month=2027-01" in text
    assert "Nothing comes or goes" in text
    assert "March 2026" in editor.get(CALENDAR, {"month": "never"}).text


def test_the_calendar_takes_few_queries(editor, make_article, django_assert_max_num_queries):
    for _ in range(9):
        article = make_article(at=MONDAY, expires_at=TUESDAY)
        schedule(article, save_draft(article, content_of(article)), at=TUESDAY, significance="typo")
    with django_assert_max_num_queries(9):
        editor.get(CALENDAR)


def test_the_calendar_is_for_who_may_see_articles(client, db):
    client.force_login(staff("view_topic"))
    assert client.get(CALENDAR).status_code == 403
