"""Topics as editors work with them on the desk."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from .browser import press, serious
from .test_admin import change
from .test_topics import topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_two_topics_are_merged_by_keyboard(make_article, desk_of, color_scheme, width):
    make_article("Night", topics=["Sleep"])
    make_article("Nap", topics=["Slumber"])
    make_article("Rest", topics=["Sleep"])
    page = desk_of("Maya", color_scheme=color_scheme, viewport={"width": width, "height": 800})
    page.goto(reverse("admin:articles_topic_changelist"))
    for name in ("Sleep", "Slumber"):
        page.get_by_role("row", name=name).get_by_role("checkbox").press("Space")
    page.get_by_label("Action:").select_option("Merge selected topics")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).press("Enter")
    moving = page.get_by_role("region", name="Slumber")
    expect(moving).to_contain_text("1 article")
    expect(moving).to_contain_text("Nap")
    assert serious(page) == []
    page.get_by_role("button", name="Merge", exact=True).press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("The old addresses lead there.")
    page.goto("/topics/slumber/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sleep")
    expect(page.get_by_role("link", name="Nap")).to_be_visible()


def test_a_topic_is_merged_into_another_from_its_form(db, desk_of):
    sleep, slumber = topic("Sleep"), topic("Slumber")
    page = desk_of("Maya")
    page.goto(reverse("admin:articles_topic_change", args=[slumber.pk]))
    page.get_by_role("link", name="Merge into another").press("Enter")
    page.get_by_role("combobox").first.press("Enter")
    page.locator(".select2-search__field").press_sequentially("Slee")
    expect(page.locator(".select2-results__option")).to_have_text(["Sleep"])
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show what moves").press("Enter")
    expect(page.get_by_role("region", name="Slumber")).to_contain_text("/topics/sleep/")
    page.get_by_role("button", name="Merge", exact=True).press("Enter")
    expect(page.get_by_label("Synonyms")).to_have_value("Slumber")
    assert sleep.former_slugs.get().slug == "slumber"


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_suggested_topics_are_added_by_keyboard(make_article, desk_of, color_scheme):
    body = "<p>A cramp tightens the calf muscle at night.</p>"
    for number in range(4):
        make_article(f"Cramp {number}", body=body, topics=["Muscles", "Sleep"])
        make_article(f"Hay fever {number}", body="<p>Pollen.</p>", topics=["Allergy"])
    call_command("build_recommendations", verbosity=0)
    article = make_article("Calf cramps", body=body)
    page = desk_of("Maya", color_scheme=color_scheme)
    page.goto(change(article))
    page.get_by_role("button", name="Suggest topics from the text").press("Enter")
    status = page.locator("#topic-suggestions [role=status]")
    expect(status).to_have_text("2 topics suggested.")
    assert serious(page, "#topic-suggestions") == []
    page.get_by_role("button", name="Add the topic Muscles").press("Enter")
    expect(status).to_have_text("Muscles is added.")
    other = page.get_by_role("button", name="Add the topic Sleep")
    expect(other).to_be_focused()
    other.press("Enter")
    expect(page.get_by_role("button", name="Suggest topics from the text")).to_be_focused()
    press(page, "Publish changes")
    expect(page.locator(".messagelist")).to_contain_text("is published")
    assert sorted(one.name for one in article.topics.all()) == ["Muscles", "Sleep"]
