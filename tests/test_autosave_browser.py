"""Nothing typed is lost: after a crash, without a connection, and when the session ends."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, Autosave

from .browser import press, serious
from .test_admin import ADD, change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(make_article):
    return make_article("Asthma", body="<p>What is known.</p>")


def kept(page):
    return page.locator(".autosave-state")


def log_in(page, live_server, name="Maya"):
    """Log in as in another window: the session is new, and so is the token of forms."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    session = client.cookies["sessionid"].value
    page.context.add_cookies(
        [
            {"name": "sessionid", "value": session, "url": live_server.url},
            {"name": "csrftoken", "value": "x" * 32, "url": live_server.url},
        ]
    )


def offer_again(page):
    """Come back to the window, as one does after logging in in another."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_after_a_crash_all_that_was_typed_is_used_again(article, desk_of):
    page = desk_of("Maya")
    page.goto(change(article))
    page.locator(".field-body .tiptap").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And more.")
    for number, text in enumerate(["Second?", "Gone?", "First?"]):
        page.get_by_text("Add another Question").click()
        page.locator(f"#id_questions-{number}-question").fill(text)
        page.locator(f"#questions-{number} .tiptap").click()
        page.keyboard.type("Yes.")
    page.locator("#questions-1 .inline-deletelink").click()
    page.locator("#id_questions-0-position").fill("2")
    page.locator("#id_questions-1-position").fill("1")
    expect(kept(page)).to_contain_text("kept, not saved")
    page.close()  # without a chance to say anything

    page = page.context.new_page()
    page.goto(change(article))
    expect(page.get_by_text("It changes: body, questions.")).to_be_visible()
    assert serious(page, "#autosave") == []
    page.get_by_role("link", name="Compare").click()
    expect(page.locator("ins").first).to_have_text("And more.")
    assert serious(page) == []
    page.get_by_role("link", name="Use it").click()
    expect(page.locator(".field-body .tiptap")).to_have_text("What is known. And more.")
    press(page, "Save draft")
    expect(page.locator(".messagelist")).to_be_visible()
    article.refresh_from_db()
    content = article.draft.content
    assert content["body"] == "<p>What is known. And more.</p>"
    assert [row["question"] for row in content["questions"]] == ["First?", "Second?"]
    expect(page.locator(".autosave-offer")).to_have_count(0)
    assert not Autosave.objects.exists()


def test_what_was_typed_last_goes_along_when_the_page_is_left(article, desk_of):
    page = desk_of("Maya")
    page.goto(change(article))
    expect(page.locator(".field-body .tiptap")).to_be_visible()
    page.get_by_label("Title").fill("Asthma in adults")
    page.goto(reverse("admin:index"))
    is_offered = "async (at) => (await (await fetch(at)).text()).includes('It changes: title.')"
    page.wait_for_function(is_offered, arg=change(article))


def test_without_a_connection_the_browser_keeps_it_and_offers_it_later(
    article, desk_of, live_server
):
    page = desk_of("Maya", unreachable=live_server.url)
    page.goto(change(article))
    context = page.context
    expect(page.locator(".field-body .tiptap")).to_be_visible()
    page.wait_for_load_state()
    context.set_offline(True)
    page.get_by_label("Title").fill("Asthma in adults")
    expect(page.get_by_role("alert")).to_contain_text("server cannot be reached")
    assert not Autosave.objects.exists()
    page.close()
    context.set_offline(False)

    page = context.new_page()
    page.goto(change(article))
    expect(page.get_by_text("It changes: title.")).to_be_visible()
    page.get_by_role("link", name="Use it").click()
    expect(page.get_by_label("Title")).to_have_value("Asthma in adults")


def test_when_the_connection_is_back_it_is_kept_on_the_server(article, desk_of, live_server):
    page = desk_of("Maya", unreachable=live_server.url)
    page.goto(change(article))
    expect(page.locator(".field-body .tiptap")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_label("Title").fill("Asthma in adults")
    expect(page.get_by_role("alert")).to_be_visible()
    page.context.set_offline(False)
    expect(kept(page)).to_contain_text("kept, not saved")
    expect(page.get_by_role("alert")).to_be_hidden()
    page.wait_for_function("!Object.keys(localStorage).some((name) => name.includes('typed'))")
    assert "Asthma+in+adults" in Autosave.objects.get().data


def test_when_the_session_ends_one_logs_in_elsewhere_and_goes_on(article, desk_of, live_server):
    page = desk_of("Maya", unreachable=live_server.url)
    page.goto(change(article))
    expect(page.locator(".field-body .tiptap")).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Title").fill("Asthma in adults")
    expect(page.get_by_role("alert")).to_contain_text("not logged in any more")
    expect(page.get_by_role("link", name="Log in in a new window")).to_be_visible()
    assert serious(page, "#autosave") == []
    log_in(page, live_server)
    offer_again(page)
    expect(kept(page)).to_contain_text("kept, not saved")
    press(page, "Save draft")
    expect(page.locator(".messagelist")).to_be_visible()
    article.refresh_from_db()
    assert article.draft.content["title"] == "Asthma in adults"


def test_what_is_sent_after_the_session_ended_is_offered_after_logging_in(
    article, desk_of, live_server
):
    page = desk_of("Maya", unreachable=live_server.url)
    page.goto(change(article))
    expect(page.locator(".field-body .tiptap")).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Title").fill("Asthma in adults")
    press(page, "Save draft")
    expect(page.get_by_label("Password")).to_be_visible()
    log_in(page, live_server)
    page.goto(change(article))
    expect(page.get_by_text("It changes: title.")).to_be_visible()


def test_a_new_article_is_offered_again_and_discarded_by_keyboard(db, desk_of):
    page = desk_of("Maya")
    page.goto(ADD)
    page.get_by_label("Summary").fill("Only a lead")
    expect(kept(page)).to_contain_text("kept, not saved")
    page.close()
    page = page.context.new_page()
    page.goto(ADD)
    page.get_by_role("button", name="Discard it").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".autosave-offer")).to_have_count(0)
    page.reload()
    expect(page.locator(".autosave-offer")).to_have_count(0)
    assert not Article.objects.exists()


def test_logging_out_leaves_nothing_of_it_in_the_browser(article, desk_of, live_server):
    page = desk_of("Maya", unreachable=live_server.url)
    page.goto(change(article))
    expect(page.locator(".field-body .tiptap")).to_be_visible()
    page.evaluate("localStorage.setItem('articles:typed:1:new:k', '{}')")
    page.goto(reverse("admin:index"))
    press(page, "Log out")
    expect(page.get_by_role("link", name="Log in again")).to_be_visible()
    page.wait_for_function("!Object.keys(localStorage).some((name) => name.includes('typed'))")
