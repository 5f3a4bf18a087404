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
