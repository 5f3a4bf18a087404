"""Links as editors meet them on the desk."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from .browser import press, serious
from .test_admin import change
from .test_links import linking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asthma(make_article):
    asthma = make_article("Asthma")
    make_article("Cough", body=linking("/articles/asthma/", "wheezing"))
    return asthma


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_who_withdraws_a_page_is_told_what_links_to_it(asthma, desk_of, color_scheme, width):
    page = desk_of("Maya", color_scheme=color_scheme, viewport={"width": width, "height": 800})
    page.goto(change(asthma))
    here = page.get_by_role("region", name="What links here")
    expect(here.get_by_role("link", name="Cough")).to_be_visible()
    page.get_by_label("Summary").fill("Typed")
    press(page, "Unpublish")
    expect(page.locator(".errorlist")).to_contain_text("1 page links to this one.")
    expect(page.get_by_label("Summary")).to_have_value("Typed")
    page.get_by_role("button", name="Unpublish").first.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("is not public")

    page.goto(reverse("admin:article-links", args=[asthma.pk]))
    expect(page.get_by_role("row", name="Cough")).to_contain_text("wheezing")
    assert serious(page) == []
    page.goto(reverse("admin:articles_brokenlink_changelist"))
    expect(page.get_by_role("row", name="wheezing")).to_contain_text("/articles/asthma/")
    assert serious(page) == []
    page.goto(reverse("admin:articles_article_delete", args=[asthma.pk]))
    expect(page.locator(".link-warning")).to_contain_text("1 page links to this one.")


def body_of(page):
    return page.locator(".field-body .ProseMirror[contenteditable]")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_an_article_is_found_and_linked_by_keyboard_alone(make_article, desk_of, color_scheme):
    make_article("Heart attack", also_known_as=["Myocardial infarction"])
    draft = make_article("Migraine", status="draft")
    article = make_article("Chest pain", body="<p>Read more</p>")
    page = desk_of("Maya", color_scheme=color_scheme)
    page.goto(change(article))
    body_of(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Link")
    field = dialog.get_by_role("combobox", name="Article or address")
    expect(field).to_be_focused()
    page.keyboard.type("myoc")
    options = dialog.get_by_role("option")
    expect(options).to_have_text(["Heart attack Myocardial infarction"])
    expect(dialog.get_by_role("status")).to_contain_text("1 article found")
    assert serious(page, "dialog") == []
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("Enter")
    expect(field).to_have_value("/articles/heart-attack/")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(body_of(page).get_by_role("link")).to_have_attribute("href", "/articles/heart-attack/")

    # What is typed next is no part of the link. With nothing selected the title becomes the text.
    page.keyboard.type(" ")
    page.keyboard.press("Control+k")
    page.keyboard.type("migra")
    expect(options).to_have_text(["Migraine not public"])
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(dialog).to_be_visible()
    page.keyboard.type("i")
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("Migraine (not public)")
    page.keyboard.press("Enter")
    expect(body_of(page).get_by_role("link", name="Migraine")).to_be_visible()
    press(page, "Publish changes")
    expect(page.locator(".messagelist")).to_contain_text("is published")
    article.refresh_from_db()
    assert f'<a href="{draft.get_absolute_url()}">Migraine</a>' in article.body
    assert '<a href="/articles/heart-attack/">Read more</a>' in article.body


def test_any_address_can_be_given_and_a_link_be_changed_and_removed(make_article, desk_of):
    article = make_article("Chest pain", body='<p>See <a href="/topics/">topics</a>.</p>')
    page = desk_of("Maya")
    page.goto(change(article))
    link = body_of(page).get_by_role("link")
    menu = page.locator(".field-body .prose-menubar").get_by_role("button", name="Link", exact=True)
    link.click()
    expect(menu).to_contain_class("active")
    menu.click()
    dialog = page.get_by_role("dialog", name="Link")
    field = dialog.get_by_role("combobox")
    expect(field).to_have_value("/topics/")
    field.fill("no address")
    dialog.get_by_role("button", name="Set link").click()
    expect(dialog.get_by_role("status")).to_contain_text("Choose an article")
    field.fill("https://example.org/a")
    dialog.get_by_role("button", name="Set link").click()
    expect(link).to_have_attribute("href", "https://example.org/a")
    link.click()
    expect(menu).to_contain_class("active")
    menu.click()
    dialog.get_by_role("button", name="Cancel").click()
    expect(link).to_have_count(1)
    menu.click()
    dialog.get_by_role("button", name="Remove link").click()
    expect(link).to_have_count(0)
    expect(body_of(page)).to_have_text("See topics.")
