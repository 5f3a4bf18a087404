"""Pictures as editors meet them on the desk."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article

from .browser import press, serious
from .pictures import drawing, encoded, figure
from .test_admin import ADD, change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIBRARY = reverse("admin:articles_picture_changelist")


def body_of(page):
    return page.locator(".field-body .ProseMirror[contenteditable]")


def choose(page, link, title):
    """Choose a picture in the library's window."""
    with page.expect_popup() as opened:
        link.press("Enter")
    close(opened.value, opened.value.get_by_role("link", name=title))


def close(window, element):
    """Press what closes its own window, which is gone before a key could come up again."""
    expect(element).to_be_visible()
    with window.expect_event("close"):
        element.evaluate("element => setTimeout(() => element.click())")


def test_a_picture_is_uploaded_chosen_described_and_seen(desk_of):
    page = desk_of("Maya")
    page.goto(ADD)
    page.get_by_label("Title").fill("Cramps")
    body_of(page).click()
    page.keyboard.type("Stretch the calf.")
    with page.expect_popup() as opened:
        page.locator("#lookup_id_picture").press("Enter")
    library = opened.value
    library.get_by_role("link", name="Add picture").press("Enter")
    cramp = {"name": "calf.jpg", "mimeType": "image/jpeg", "buffer": encoded(drawing((900, 600)))}
    library.get_by_label("File").set_input_files([cramp])
    close(library, library.get_by_role("button", name="Save", exact=True))
    choice = page.locator(".field-picture")
    expect(choice.get_by_role("link", name="calf")).to_be_visible()
    expect(choice.locator("img")).to_have_js_property("naturalWidth", 320)

    press(page, "Publish")
    expect(page.locator(".field-picture .errorlist")).to_contain_text("has no alternative text")
    assert Article.objects.count() == 0
    expect(choice.get_by_role("link", name="calf")).to_be_visible()
    page.get_by_label("Alternative text on this page").first.fill("A hand pulls the toes up.")
    press(page, "Publish")
    expect(page.locator(".messagelist")).to_contain_text("is published")

    page.goto(Article.objects.get().get_absolute_url())
    image = page.get_by_role("img", name="A hand pulls the toes up.")
    expect(image).to_have_attribute("srcset", re.compile(r"/320\.webp 320w, .*/900\.webp 900w$"))
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.currentSrc").endswith(".webp")


def test_a_picture_is_put_into_the_text_and_taken_out_by_keyboard(
    desk_of, make_article, make_picture
):
    make_picture("A calf", size=(500, 300))
    other = make_picture("A hand", size=(400, 300))
    article = make_article("Cramps", body="<p>Befor</p>")
    page = desk_of("Maya")
    page.goto(change(article))
    body_of(page).focus()
    page.keyboard.press("Control+End")
    # Where a letter has come, the editor knows where the cursor is.
    page.keyboard.type("e")
    expect(body_of(page)).to_have_text("Before")
    button = page.locator(".field-body").get_by_role("button", name="Picture", exact=True)
    button.press("Enter")
    dialog = page.get_by_role("dialog", name="Picture in the text")
    dialog.get_by_role("button", name="Put it into the text").press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("Choose a picture first.")
    choose(page, dialog.get_by_role("button", name="Choose from the library"), "A hand")
    expect(dialog).to_contain_text("A hand")
    words = dialog.get_by_label("Alternative text on this page")
    expect(words).to_be_focused()
    expect(words).to_have_attribute("placeholder", "What A hand shows")
    assert serious(page, "#figure-dialog") == []
    page.keyboard.type("A hand, flat")
    page.keyboard.press("Enter")
    expect(dialog).not_to_be_visible()
    expect(body_of(page).locator("figure")).to_have_count(1)
    page.keyboard.type("How it is held")
    page.keyboard.press("Enter")
    page.keyboard.type("After")
    press(page, "Publish changes")
    expect(page.locator(".messagelist")).to_contain_text("is published")
    article.refresh_from_db()
    shown = figure(other, words="A hand, flat", caption="How it is held")
    assert article.body == f"<p>Before</p>{shown}<p>After</p>"

    caption = body_of(page).locator("figcaption")
    caption.click()
    button.press("Enter")
    expect(words).to_have_value("A hand, flat")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    button.press("Enter")
    words.fill("")
    words.press("Enter")
    expect(dialog).not_to_be_visible()
    button.press("Enter")
    dialog.get_by_role("button", name="Take it out").press("Enter")
    expect(body_of(page).locator("figure")).to_have_count(0)


def test_the_focal_point_is_clicked_or_written(desk_of, make_picture):
    picture = make_picture(size=(400, 800))
    page = desk_of("Maya")
    page.goto(reverse("admin:articles_picture_change", args=[picture.pk]))
    image = page.locator(".focal-point img")
    expect(image).to_have_js_property("complete", True)
    box = image.bounding_box()
    image.click(position={"x": box["width"] / 4, "y": box["height"] / 10})
    across = page.get_by_label("Focal point, from the left")
    expect(across).to_have_value("25")
    expect(page.get_by_label("Focal point, from the top")).to_have_value("10")
    across.fill("75")
    expect(page.locator(".focal-mark")).to_have_attribute("style", "left: 75%; top: 10%;")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    picture.refresh_from_db()
    assert (picture.focus_x, picture.focus_y) == (75, 10)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_library(
    desk_of, make_article, make_picture, color_scheme
):
    picture = make_picture(credit="Ann")
    make_picture("B", alternative_text="", size=(400, 300))
    article = make_article(picture=picture, body=figure(picture, caption="How"))
    page = desk_of("Maya", color_scheme=color_scheme)
    addresses = [
        LIBRARY,
        reverse("admin:articles_picture_add"),
        reverse("admin:articles_picture_change", args=[picture.pk]),
        reverse("admin:articles_picture_delete", args=[picture.pk]),
    ]
    for address in addresses:
        page.goto(address)
        assert serious(page, "#content") == []
    page.goto(change(article))
    expect(body_of(page).locator("figure img")).to_be_visible()
    assert serious(page, ".field-picture") == []
