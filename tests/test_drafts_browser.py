"""Drafts, revisions and merging as editors meet them, each in a browser of their own."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from .browser import press, serious
from .test_admin import change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_draft_is_kept_aside_shown_and_published(make_article, desk_of):
    article = make_article("Asthma", body="<p>What is known.</p>")
    page = desk_of("Maya")
    page.goto(change(article))
    page.get_by_label("Title").fill("Asthma in adults")
    press(page, "Save draft")
    expect(page.locator(".article-state")).to_contain_text("unpublished changes, saved by Maya")
    expect(page.get_by_label("Title")).to_have_value("Asthma in adults")

    page.goto(article.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Asthma")
    page.goto(change(article))
    press(page, "Publish changes")
    expect(page.locator(".messagelist")).to_contain_text("is published")
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Asthma in adults")


def test_a_question_of_a_live_article_is_added_changed_and_published(make_article, desk_of):
    article = make_article("Asthma")
    page = desk_of("Maya")
    page.goto(change(article))
    page.get_by_text("Add another Question").click()
    page.get_by_label("Question:").first.fill("Is it catching?")
    page.locator("#questions-0 .ProseMirror[contenteditable]").click()
    page.keyboard.type("No.")
    press(page, "Save draft")
    expect(page.locator(".messagelist")).to_contain_text("when you publish them")
    assert not article.questions.exists()
    for wording in ("Is it contagious?", "Can one catch it?"):
        page.get_by_label("Question:").first.fill(wording)
        press(page, "Save draft")
        page.wait_for_load_state()
        expect(page.locator(".messagelist")).to_contain_text("when you publish them")
        expect(page.get_by_label("Question:").first).to_have_value(wording)
    press(page, "Publish changes")
    expect(page.locator(".messagelist")).to_contain_text("is published")
    page.goto(article.get_absolute_url())
    expect(page.get_by_text("Can one catch it?")).to_be_visible()


def test_two_editors_merge_what_both_changed(make_article, desk_of):
    article = make_article("Asthma", summary="Old lead")
    maya, tom = desk_of("Maya"), desk_of("Tom")
    for page in (maya, tom):
        page.goto(change(article))
    maya.get_by_label("Title").fill("Asthma in adults")
    press(maya, "Save draft")
    expect(maya.locator(".messagelist")).to_be_visible()

    tom.get_by_label("Title").fill("What asthma is")
    tom.get_by_label("Summary").fill("New lead")
    press(tom, "Save draft")
    expect(tom.locator(".messagelist")).to_contain_text("Maya saved this article")
    expect(tom.locator(".comparison")).to_contain_text("Taken from you: summary")
    assert serious(tom) == []
    tom.get_by_label("As Maya saved it").check()
    press(tom, "Merge into a draft")
    expect(tom.get_by_label("Title")).to_have_value("Asthma in adults")
    expect(tom.get_by_label("Summary")).to_have_value("New lead")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_a_revision_is_found_compared_and_restored(make_article, desk_of, color_scheme, width):
    article = make_article("Asthma")
    page = desk_of("Maya", color_scheme=color_scheme, viewport={"width": width, "height": 800})
    page.goto(change(article))
    page.get_by_label("Title").fill("Asthma in adults")
    press(page, "Publish changes")
    expect(page.locator(".messagelist")).to_contain_text("is published")
    page.goto(reverse("admin:article-revisions", args=[article.pk]))
    assert serious(page) == []
    press(page, "Compare the two chosen")
    expect(page.locator("ins")).to_have_text("in adults")
    assert serious(page) == []
    page.goto(reverse("admin:article-revisions", args=[article.pk]))
    press(page, "Restore 1 as a draft")
    expect(page.get_by_label("Title")).to_have_value("Asthma")
