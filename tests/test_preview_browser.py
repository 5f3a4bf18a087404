"""The preview beside the form, and its links, as an editor uses them."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, PreviewLink, Revision

from .browser import press, serious
from .test_admin import ADD, change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(make_article):
    sections = "".join(f"<h2>Part {number}</h2><p>{'word ' * 200}</p>" for number in range(5))
    return make_article("Asthma", body=sections)


def open_preview(page):
    page.get_by_role("button", name="Preview", exact=True).click()
    return page.frame_locator("#preview-panel iframe")


def test_the_page_shows_beside_the_form_as_one_types(article, desk_of):
    page = desk_of("Maya", viewport={"width": 1280, "height": 800})
    page.goto(change(article))
    frame = open_preview(page)
    expect(frame.get_by_role("heading", level=1)).to_have_text("Asthma")
    page.get_by_label("Title").fill("Asthma in adults")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Asthma in adults")
    page.locator(".field-body .tiptap").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Rich text too. ")
    expect(frame.get_by_role("heading", name="Rich text too. Part 0")).to_be_visible()
    page.get_by_text("Add another Question").click()
    page.locator("#id_questions-0-question").fill("Is it catching?")
    page.locator("#questions-0 .tiptap").click()
    page.keyboard.type("No.")
    expect(frame.get_by_text("Is it catching?")).to_be_visible()
    article.refresh_from_db()
    assert (article.title, Revision.objects.count()) == ("Asthma", 0)


def test_what_is_read_stays_in_place_when_the_page_is_drawn_anew(article, desk_of):
    page = desk_of("Maya", viewport={"width": 1280, "height": 800})
    page.goto(change(article))
    frame = open_preview(page)
    frame.get_by_role("link", name="Part 3", exact=True).first.click()
    expect(frame.get_by_role("heading", name="Part 3")).to_be_in_viewport()
    page.get_by_label("Title").fill("Asthma in adults")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Asthma in adults")
    expect(frame.get_by_role("heading", name="Part 3")).to_be_in_viewport()


def test_a_new_article_is_previewed_and_what_is_missing_is_said(db, desk_of):
    page = desk_of("Maya")
    page.goto(ADD)
    frame = open_preview(page)
    expect(frame.get_by_text("Title: This field is required.")).to_be_visible()
    page.get_by_label("Title").fill("Asthma")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Asthma")
    expect(frame.get_by_text("This field is required.")).to_have_count(0)
    assert not Article.objects.exists()


def test_the_keyboard_opens_widens_and_closes_the_preview(article, desk_of):
    page = desk_of("Maya", viewport={"width": 1280, "height": 800})
    page.goto(change(article))
    button = page.get_by_role("button", name="Preview", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Preview")
    expect(panel).to_be_visible()
    expect(page.get_by_role("button", name="Phone")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Desk")).to_have_attribute("aria-pressed", "true")
    frame = page.locator("#preview-panel iframe")
    assert frame.evaluate("frame => frame.contentWindow.innerWidth") == 1100
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()


def test_the_preview_stays_open_over_a_save(article, desk_of):
    page = desk_of("Maya", viewport={"width": 1280, "height": 800})
    page.goto(change(article))
    open_preview(page)
    page.get_by_label("Title").fill("Asthma in adults")
    press(page, "Save draft")
    expect(page.locator(".messagelist")).to_be_visible()
    frame = page.frame_locator("#preview-panel iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Asthma in adults")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_panel_does_the_form_no_harm(article, desk_of, color_scheme, width):
    page = desk_of("Maya", color_scheme=color_scheme, viewport={"width": width, "height": 800})
    page.goto(change(article))
    frame = open_preview(page)
    expect(frame.get_by_role("heading", level=1)).to_have_text("Asthma")
    assert serious(page, "#preview-panel") == []
    assert serious(page, ".form-tools") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    field = page.get_by_label("Title").bounding_box()
    panel = page.locator("#preview-panel").bounding_box()
    if width > 1024:
        assert field["x"] + field["width"] <= panel["x"]
    else:
        assert (panel["x"], panel["width"]) == (0, width)
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_label("Title")).to_be_visible()


def test_when_the_session_ends_the_panel_says_so_and_keeps_what_it_shows(article, desk_of):
    page = desk_of("Maya")
    page.goto(change(article))
    frame = open_preview(page)
    expect(frame.get_by_role("heading", level=1)).to_have_text("Asthma")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Title").fill("Asthma in adults")
    expect(page.locator("#preview-panel [role=status]")).to_contain_text("session has ended")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Asthma")


def test_a_link_is_made_beside_an_unsaved_form_opened_and_revoked(article, desk_of, new_page):
    article.unpublish()
    page = desk_of("Maya")
    page.goto(change(article))
    page.get_by_label("Title").fill("Not saved yet")
    press(page, "Make a link")
    field = page.locator("#preview-links input[type=text]")
    expect(field).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("Not saved yet")
    assert serious(page, "#preview-links") == []

    reader = new_page(viewport={"width": 360, "height": 800})
    reader.goto(PreviewLink.objects.get().get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_have_text("Asthma")
    expect(reader.get_by_text("This link expires")).to_be_visible()
    expect(reader.get_by_role("button", name="Yes")).to_be_disabled()
    assert serious(reader, "body") == []
    press(page, "Revoke")
    expect(field).to_have_count(0)
