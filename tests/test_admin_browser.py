"""The desk as an editor has it: in a browser, from login to the published page."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import reverse
from django.utils.functional import Promise
from playwright.sync_api import expect

from articles.models import Article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = reverse("admin:articles_article_add")
CRAMPS = (
    "<p>A leg cramp is a sudden, painful tightening of the calf muscle, often at night. Stretching"
    " the calf eases the cramp, and magnesium does not prevent it in most people.</p>"
)


@pytest.fixture
def editor(page, live_server):
    """A page of a signed-in editor's browser."""
    User.objects.create_superuser("editor", password="open sesame")
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("open sesame")
    page.get_by_role("button", name="Log in").click()
    return page


def menu(page, name):
    return page.locator(".field-body .prose-menubar").get_by_role("button", name=name, exact=True)


def choose_block(page, label):
    page.locator(".field-body .prose-menubar__selected").first.click()
    page.locator(".prose-menubar__option:visible", has_text=label).click()


def choose_care_card(page, label):
    page.locator(".field-body .prose-menubar__selected").nth(1).click()
    page.locator(".prose-menubar__option:visible", has_text=label).click()


def write_body(page):
    """Write a heading, a paragraph, a list and a care card, with the editor's own buttons."""
    text = page.locator(".field-body .ProseMirror[contenteditable]")
    text.click()
    choose_block(page, "Heading 2")
    page.keyboard.type("What helps a cramp")
    page.keyboard.press("Enter")
    page.keyboard.type("A muscle cramp in the calf at night eases when you stretch the muscle.")
    page.keyboard.press("Enter")
    menu(page, "unordered list").click()
    page.keyboard.type("stretch the calf")
    page.keyboard.press("Enter")
    page.keyboard.type("massage the leg")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Call for help if the leg is swollen and hot.")
    choose_care_card(page, "Care card: urgent")


def test_an_editor_writes_publishes_and_finds_the_article_on_the_site(
    editor, live_server, make_article
):
    cramps = make_article("Leg cramps at night", body=CRAMPS, topics=["Muscles"])
    for subject in ("Migraine headache", "Asthma and breathing", "Acne of the skin", "Hay fever"):
        make_article(subject, body=f"<p>{subject} is another matter altogether.</p>")
    call_command("build_recommendations", verbosity=0)
    page = editor

    page.goto(f"{live_server.url}{ADD}")
    page.get_by_label("Title").fill("Stretches for calf cramps")
    page.get_by_label("Summary").fill("How to ease a cramp in the calf.")
    write_body(page)
    page.locator(".field-topics .select2-search__field").press_sequentially("Musc")
    page.locator(".select2-results__option", has_text="Muscles").click()
    page.get_by_text("Add another Question").click()
    page.locator("#id_questions-0-question").fill("How long do I stretch?")
    page.locator("#questions-0 .ProseMirror[contenteditable]").click()
    page.keyboard.type("For half a minute.")
    page.get_by_role("button", name="Publish").first.click()
    expect(page.get_by_text("is published. Readers see it now.")).to_be_visible()

    page.get_by_role("link", name="View on site").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stretches for calf cramps")
    expect(page.get_by_role("heading", name="What helps a cramp")).to_be_visible()
    expect(page.get_by_text("massage the leg")).to_be_visible()
    expect(page.locator(".care-card-urgent", has_text="swollen and hot")).to_be_visible()
    expect(page.get_by_text("How long do I stretch?")).to_be_visible()
    expect(page.get_by_role("link", name="Muscles").first).to_be_visible()
    expect(page.locator(".related").get_by_role("link", name="Leg cramps at night")).to_be_visible()

    page.goto(live_server.url + cramps.get_absolute_url())
    related = page.locator(".related").get_by_role("link")
    expect(related.first).to_have_text("Stretches for calf cramps")


def test_the_editor_keeps_every_part_of_a_text_it_did_not_touch(editor, live_server, make_article):
    body = (
        '<h2>Signs</h2><div class="care-card care-card-emergency"><h3>Call now if:</h3>'
        "<ul><li>you cannot breathe</li></ul></div><table><caption>Two kinds</caption><thead><tr>"
        '<th scope="col">Kind</th><th scope="col">Sign</th></tr></thead><tbody><tr>'
        '<th scope="row">One</th><td>Cough</td></tr></tbody></table>'
        '<blockquote><p>Quoted</p></blockquote><p>See <a href="/articles/asthma/">asthma</a>, H'
        "<sub>2</sub>O, <strong>bold</strong> and <em>italic</em>.</p>"
    )
    article = make_article(body=body)
    page = editor
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))
    heading = page.locator(".field-body .ProseMirror[contenteditable] h2")
    heading.click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    page.get_by_role("button", name="Publish changes").first.click()
    page.get_by_text("is published").wait_for()
    article.refresh_from_db()
    assert article.body == body.replace("Signs", "Signs!")


def test_an_editor_gives_a_table_its_caption(editor, live_server, make_article):
    table = "<table><tbody><tr><th>Kind</th><td>Cough</td></tr></tbody></table>"
    article = make_article(body=table)
    page = editor
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))
    page.locator(".field-body .ProseMirror[contenteditable] td").click()
    menu(page, "Table caption").click()
    page.get_by_role("dialog").get_by_label("Caption").fill("Two kinds")
    page.get_by_role("button", name="Set caption").click()
    page.get_by_role("button", name="Publish changes").first.click()
    page.get_by_text("is published").wait_for()
    article.refresh_from_db()
    assert "<caption>Two kinds</caption>" in article.body


def test_what_the_editor_says_is_in_the_language_of_who_reads_it():
    extensions = Article._meta.get_field("body").config["extensions"]
    card, table = extensions["CareCard"], extensions["Table"]
    words = [
        *(card["name"], card["none"], *card["levels"].values(), *card["labels"].values()),
        *table["words"].values(),
    ]
    assert len(words) == 11
    assert all(isinstance(word, Promise) for word in words)  # looked up when a form shows them
    script = Path(finders.find("articles/editor.js")).read_text(encoding="utf-8")
    assert 'gettext("' not in script
