"""Finding and doing, as an editor does it: the start page, the list, and keys."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, FeedbackComment

from .browser import press, serious
from .test_admin import LIST, change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

START = reverse("admin:index")
SCREENS = [
    pytest.mark.parametrize("color_scheme", ["light", "dark"]),
    pytest.mark.parametrize("width", [1280, 360]),
]


# To publish many takes its time where much else is done.
PATIENCE = 180_000


def on_all_screens(test):
    for screens in SCREENS:
        test = screens(test)
    return test


def fits(page):
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def select_all(page, action):
    page.get_by_label("Select all objects on this page for an action").check()
    page.get_by_label("Action:").select_option(label=action)
    # Before the page is whole, its script does not help yet.
    with page.expect_navigation():
        page.get_by_role("button", name="Run").click()


@on_all_screens
def test_the_start_page_leads_to_what_waits(make_article, desk_of, color_scheme, width):
    page = desk_of("Maya", color_scheme=color_scheme, viewport={"width": width, "height": 800})
    article = make_article("Asthma", owner=User.objects.get(), review_due_on=date(2020, 1, 1))
    make_article("Sleep", status=Article.Status.DRAFT, owner=User.objects.get())
    FeedbackComment.objects.create(article=article, language="en", helpful=True, text="Thanks")
    page.goto(START)
    expect(page.get_by_role("region", name="Your drafts")).to_contain_text("Sleep")
    assert serious(page) == []
    assert fits(page)
    reviews = page.get_by_role("region", name="Medical reviews that are due")
    reviews.get_by_role("link", name="Asthma").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_have_value("Asthma")


def test_many_are_published_by_keyboard_and_what_cannot_be_is_named(make_article, desk_of):
    for number in range(45):
        make_article(f"Draft {number}", status=Article.Status.DRAFT)
    make_article("Empty", status=Article.Status.DRAFT, body="")
    page = desk_of("Maya")
    page.goto(LIST)
    page.get_by_label("Select all objects on this page for an action").focus()
    page.keyboard.press("Space")
    page.get_by_label("Action:").focus()
    page.keyboard.type("Publish selected")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#bulk")).to_contain_text("46 articles are selected.")
    page.get_by_role("button", name="Publish articles").focus()
    page.keyboard.press("Enter")
    title = page.locator("#bulk-title")
    expect(title).to_have_text("Done", timeout=PATIENCE)
    expect(title).to_be_focused()
    expect(page.locator(".bulk-state")).to_have_text("46 of 46")
    expect(page.locator(".bulk-done")).to_have_text("45")
    refused = page.locator(".bulk-refused")
    expect(refused).to_contain_text("Empty: An article needs a text to be published.")
    assert serious(page) == []
    assert Article.objects.published().count() == 45


def test_a_server_that_does_not_answer_loses_nothing(make_article, desk_of):
    for number in range(25):
        make_article(f"Article {number}")
    page = desk_of("Maya")
    page.goto(LIST)
    select_all(page, "Unpublish selected articles…")
    steps = []

    def answer(route):
        steps.append(route.request.post_data)
        if len(steps) == 2:
            route.fulfill(status=200, body="no JSON")
        else:
            route.continue_()

    page.route("**/bulk/unpublish/", answer)
    press(page, "Unpublish articles")
    expect(page.locator("#bulk-title")).to_have_text("Stopped", timeout=PATIENCE)
    expect(page.get_by_role("alert")).to_contain_text("What is done is done")
    expect(page.locator(".bulk-done")).to_have_text("20")
    press(page, "Go on")
    expect(page.locator("#bulk-title")).to_have_text("Done", timeout=PATIENCE)
    expect(page.locator(".bulk-done")).to_have_text("25")
    assert not Article.objects.published().exists()


def test_it_can_be_stopped_and_gone_on_with(make_article, desk_of):
    for number in range(45):
        make_article(f"Article {number}")
    page = desk_of("Maya")
    page.goto(LIST)
    select_all(page, "Unpublish selected articles…")
    asked = []

    def stop_in_the_first(route):
        asked.append(route)
        if len(asked) == 1:
            press(page, "Stop")
        route.continue_()

    page.route("**/bulk/unpublish/", stop_in_the_first)
    press(page, "Unpublish articles")
    expect(page.locator("#bulk-title")).to_have_text("Stopped", timeout=PATIENCE)
    expect(page.locator(".bulk-done")).to_have_text("20")
    press(page, "Go on")
    expect(page.locator(".bulk-done")).to_have_text("45")


@on_all_screens
def test_a_topic_is_chosen_as_one_types(make_article, desk_of, color_scheme, width):
    make_article("Asthma", topics=["Breathing"])
    make_article("Sleep")
    page = desk_of("Maya", color_scheme=color_scheme, viewport={"width": width, "height": 800})
    page.goto(LIST)
    select_all(page, "Add a topic to selected articles…")
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").press_sequentially("Brea")
    page.locator(".select2-results__option", has_text="Breathing").click()
    assert [one for one in serious(page) if "select2" not in str(one)] == []
    assert fits(page)
    press(page, "Add a topic to articles")
    expect(page.locator(".bulk-done")).to_have_text("1")
    expect(page.locator(".bulk-refused")).to_contain_text("Asthma: It has the topic already.")
    assert Article.objects.get(title="Sleep").topics.get().name == "Breathing"


def test_without_a_script_the_result_is_a_page(make_article, desk_of):
    make_article("Asthma")
    make_article("Draft", status=Article.Status.DRAFT)
    page = desk_of("Maya", java_script_enabled=False)
    page.goto(LIST)
    for box in page.locator("input[name=_selected_action]").all():
        box.check()
    page.get_by_label("Action:").select_option(label="Unpublish selected articles…")
    page.get_by_role("button", name="Run").click()
    press(page, "Unpublish articles")
    expect(page.locator(".bulk-done")).to_have_text("1")
    expect(page.locator(".bulk-refused")).to_contain_text("Draft: It is not published.")


@on_all_screens
def test_a_filter_is_saved_used_and_forgotten(make_article, desk_of, color_scheme, width):
    make_article("Asthma")
    make_article("Draft", status=Article.Status.DRAFT)
    page = desk_of("Maya", color_scheme=color_scheme, viewport={"width": width, "height": 800})
    page.goto(f"{LIST}?status__exact=draft")
    page.get_by_text("Save this filter").click()
    page.get_by_label("Name").fill("To do")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="To do")).to_be_visible()
    page.goto(LIST)
    expect(page.locator("#result_list")).to_contain_text("Asthma")
    page.get_by_role("link", name="To do").click()
    expect(page.locator("#result_list")).not_to_contain_text("Asthma")
    expect(page.get_by_role("link", name="To do")).to_have_attribute("aria-current", "true")
    assert [one for one in serious(page) if "saved-filters" in str(one)] == []
    press(page, "Forget the filter To do")
    expect(page.get_by_role("link", name="To do")).to_have_count(0)
    expect(page.locator("#result_list")).not_to_contain_text("Asthma")


def test_keys_save_publish_and_preview(make_article, desk_of):
    article = make_article("Asthma", status=Article.Status.DRAFT)
    page = desk_of("Maya")
    page.goto(change(article))
    save = page.get_by_role("button", name="Save draft").first
    expect(save).to_have_attribute("aria-keyshortcuts", "Control+S Meta+S")
    page.get_by_label("Title").fill("Asthma in adults")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_contain_text("is saved")
    article.refresh_from_db()
    assert (article.title, article.status) == ("Asthma in adults", Article.Status.DRAFT)

    page.locator("details.shortcuts summary").click()
    expect(page.locator("details.shortcuts")).to_contain_text("Alt + Shift + P")
    page.get_by_label("Title").focus()
    page.keyboard.press("Alt+Shift+V")
    expect(page.locator("#preview-panel")).to_be_visible()
    page.get_by_label("Title").focus()
    page.keyboard.press("Alt+Shift+P")
    expect(page.locator(".messagelist")).to_contain_text("is published")
    assert Article.objects.published().get() == article


def test_who_may_not_publish_has_no_key_for_it(make_article, desk_of):
    article = make_article("Asthma", status=Article.Status.DRAFT)
    page = desk_of("Maya")
    User.objects.update(is_superuser=False)
    codenames = ["view_article", "change_article"]
    User.objects.get().user_permissions.set(Permission.objects.filter(codename__in=codenames))
    page.goto(change(article))
    page.locator("details.shortcuts summary").click()
    expect(page.locator("details.shortcuts")).not_to_contain_text("Alt + Shift + P")
    page.keyboard.press("Alt+Shift+P")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_contain_text("is saved")
    assert not Article.objects.published().exists()


def test_an_article_is_duplicated_and_translated_at_one_click(make_article, desk_of):
    article = make_article("Asthma")
    page = desk_of("Maya")
    page.goto(change(article))
    press(page, "Duplicate")
    expect(page.get_by_label("Title")).to_have_value("Asthma (copy)")
    expect(page.locator(".article-state")).to_contain_text("A draft: readers do not see it.")
    page.goto(change(article))
    page.get_by_role("button", name="Translate into Spanish").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("This will be the translation")
    expect(page.get_by_label("Language:")).to_have_value("es")
    assert article.translations.get().title == "Asthma"
