"""From login to a published, illustrated article, with nothing but the keyboard."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, Topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# More stops than any screen has; who comes so far is caught somewhere.
MOST = 150


def tab_to(page, selector):
    """Go on to the next stop that `selector` names, as somebody without a mouse does."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached on {page.url}")


def test_an_article_is_written_illustrated_and_published_by_keyboard(
    new_page, make_article, make_picture
):
    make_picture("A stretched calf")
    make_article("Cramps", body="<p>Cramps come at night, in the calf.</p>")
    Topic.objects.create(name="Muscles", slug="muscles")
    User.objects.create_superuser("Maya", password="What an editor knows")
    page = new_page()
    page.goto(reverse("admin:index"))
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type("Maya")
    page.keyboard.press("Tab")
    page.keyboard.type("What an editor knows")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Desk")).to_be_visible()
    tab_to(page, f"a[href='{reverse('admin:articles_article_add')}']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Body")).to_be_visible()
    tab_to(page, "#id_title")
    page.keyboard.type("Stretching the calf")
    tab_to(page, ".field-body .ProseMirror")
    page.keyboard.type("Stretch the calf before you go to bed.")

    tab_to(page, "#lookup_id_picture")
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    library = opened.value
    expect(library.get_by_role("link", name="A stretched calf")).to_be_visible()
    tab_to(library, "#result_list tbody th a")
    with library.expect_event("close"):
        # It closes in answer to the key, before anybody could be told that it was pressed.
        library.evaluate("setTimeout(() => document.activeElement.click())")
    expect(page.locator(".field-picture img")).to_be_visible()

    page.bring_to_front()
    tab_to(page, ".field-topics .select2-search__field")
    page.keyboard.type("Musc")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text("Muscles")
    page.keyboard.press("Enter")
    tab_to(page, "[name=_publish]")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Readers see it now")

    tab_to(page, ".viewsitelink")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stretching the calf")
    expect(page.get_by_role("img", name="What A stretched calf shows").first).to_be_visible()
    assert [topic.name for topic in Article.objects.latest("pk").topics.all()] == ["Muscles"]
