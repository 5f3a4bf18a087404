"""Scheduling as an editor does it, by mouse and by keyboard alone, and the calendar."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, ScheduledChange
from articles.revisions import content_of, save_draft, schedule
from articles.scheduling.local_time import in_words

from .browser import press, serious
from .test_admin import LIST, change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CALENDAR = reverse("admin:article-calendar")


def in_a_year(hour):
    day = timezone.localdate() + timedelta(days=365)
    return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())


def button(page):
    return page.locator("input[name=_schedule]")


def test_an_editor_schedules_changes_by_keyboard_alone_and_cancels(make_article, desk_of):
    article, at = make_article("Asthma"), in_a_year(9)
    page = desk_of("Maya")
    page.goto(change(article))
    page.get_by_label("Title").fill("Asthma in adults")
    page.get_by_role("button", name="Schedule…").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    day, hour = page.locator("[name=schedule_at_0]"), page.locator("[name=schedule_at_1]")
    expect(day).to_be_focused()
    page.keyboard.type(f"{at:%m%d%Y}")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(hour).to_be_focused()
    page.keyboard.type("0900AM")
    expect(button(page)).to_have_value(f"Schedule for {in_words(at)}")
    button(page).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text(f"from {in_words(at)} on")
    expect(page.locator(".article-state")).to_contain_text(
        f"Revision 2 goes live on {in_words(at)}"
    )
    assert ScheduledChange.objects.get().due_at == at

    press(page, "Cancel the schedule")
    expect(page.locator(".messagelist")).to_contain_text("is canceled")
    expect(page.get_by_label("Title")).to_have_value("Asthma in adults")
    assert not ScheduledChange.objects.exists()


def test_the_button_says_what_is_chosen_while_one_types(make_article, desk_of, settings):
    settings.TIME_ZONE = "Europe/London"
    page = desk_of("Maya", timezone_id="Pacific/Auckland")
    page.goto(change(make_article(status=Article.Status.DRAFT)))
    page.locator("[name=schedule_at_0]").fill("2030-03-05")
    page.locator("[name=schedule_at_1]").fill("09:00")
    expect(button(page)).to_have_value("Schedule for Tuesday 5 March 2030, 09:00 (Europe/London)")
    page.locator("[name=schedule_at_1]").fill("")
    expect(button(page)).to_have_value("Schedule")


def test_without_a_script_it_can_be_scheduled_too(make_article, desk_of):
    article = make_article(status=Article.Status.DRAFT)
    page = desk_of("Maya", java_script_enabled=False)
    page.goto(change(article))
    expect(button(page)).to_have_value("Schedule")
    page.locator("[name=schedule_at_0]").fill(f"{in_a_year(9):%Y-%m-%d}")
    button(page).click()
    expect(page.locator(".messagelist")).to_contain_text("will be public from")
    article.refresh_from_db()
    assert article.published_at == in_a_year(9)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_calendar_and_the_form_are_for_everybody(make_article, desk_of, color_scheme, width):
    article = make_article("Asthma", at=timezone.now() - timedelta(days=1))
    tomorrow = timezone.now() + timedelta(days=1)
    schedule(article, save_draft(article, content_of(article)), at=tomorrow, significance="minor")
    ScheduledChange.objects.update(problem="An article needs a text to be published.")
    make_article("Sleep", at=datetime(2031, 5, 6, 12, tzinfo=UTC))
    page = desk_of("Maya", color_scheme=color_scheme, viewport={"width": width, "height": 800})
    page.goto(change(article))
    expect(page.get_by_role("heading", name="Schedule")).to_be_visible()
    assert [one for one in serious(page) if "schedule" in str(one)] == []
    page.goto(CALENDAR)
    expect(page.get_by_role("heading", name="Could not be published")).to_be_visible()
    assert serious(page) == []
    page.goto(f"{CALENDAR}?month=2031-04")
    page.get_by_role("link", name="May 2031").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="May 2031")).to_be_visible()
    shown = page.locator(".calendar" if width > 1000 else ".coming-list")
    expect(shown.get_by_role("link", name="Sleep")).to_be_visible()
    too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(too_wide)


def test_the_list_leads_to_the_calendar(desk_of):
    page = desk_of("Maya")
    page.goto(LIST)
    page.get_by_role("link", name="Calendar").click()
    expect(page.get_by_role("heading", name="Calendar")).to_be_visible()
