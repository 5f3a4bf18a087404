"""The search form as one types, by keyboard and by pointer."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def articles(make_article):
    make_article("Leg cramps", also_known_as=["Charley horse"])
    make_article("Cramps in pregnancy")


def test_suggestions_are_chosen_by_keyboard(articles, page):
    page.goto("/a-z/")
    search = page.get_by_role("combobox", name="Search for a health subject")
    expect(search).to_have_attribute("aria-expanded", "false")
    search.press_sequentially("cra")
    options = page.get_by_role("option")
    expect(options).to_have_text(["Cramps in pregnancy", "Leg cramps"])
    expect(search).to_have_attribute("aria-expanded", "true")

    search.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(search).to_have_attribute("aria-activedescendant", "search-text-suggestions-1")
    assert Axe().run(page).response["violations"] == []
    search.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    search.press("ArrowDown")
    search.press("Enter")
    expect(page).to_have_url(re.compile("/articles/cramps-in-pregnancy/$"))


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(articles, page):
    page.goto("/a-z/")
    search = page.get_by_role("combobox")
    search.press_sequentially("cra")
    expect(page.get_by_role("option")).to_have_count(2)
    search.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(search).to_have_value("cra")
    search.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=cra$"))


def test_a_suggestion_is_chosen_by_a_click(articles, page):
    page.goto("/a-z/")
    page.get_by_role("combobox").press_sequentially("charl")
    page.get_by_role("option", name="Charley horse").click()
    expect(page).to_have_url(re.compile("/articles/leg-cramps/$"))


def test_without_script_the_form_is_a_plain_one(articles, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/a-z/")
    page.get_by_role("searchbox").fill("charley")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Leg cramps")).to_be_visible()
