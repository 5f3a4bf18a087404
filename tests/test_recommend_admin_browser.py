"""Read More on the desk in Chromium: an editor's click changes what readers see."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from recommendations import services
from recommendations.models import LinkCount

from .read_more import SUBJECTS, make_subjects
from .test_admin import change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def corpus(make_article):
    articles = make_subjects(make_article, 5)
    services.build("en")
    return articles


@pytest.fixture
def sign_in(client, live_server):
    """Sign an editor in on a page, without the login form that another test goes through."""

    def sign_in(page):
        client.force_login(User.objects.create_superuser("editor"))
        session = client.cookies["sessionid"]
        page.context.add_cookies(
            [{"name": "sessionid", "value": session.value, "url": live_server.url}]
        )
        return page

    return sign_in


def titles_on(page, article):
    page.goto(article.get_absolute_url())
    return [link.strip() for link in page.locator(".related a").all_text_contents()]


def press(page, name):
    page.locator("#read-more").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_pins_and_exclusions_change_the_page(corpus, new_page, sign_in, java_script_enabled):
    page = sign_in(new_page(java_script_enabled=java_script_enabled))
    article = corpus["gout"][0]
    first, second, third, fourth = titles_on(page, article)

    page.goto(change(article))
    press(page, f"Pin {third}")
    assert page.url.endswith("#read-more")
    said = page.locator("#read-more").get_by_role("status")
    assert said.text_content().strip() == f"“{third}” is pinned."
    press(page, f"Exclude {first}")
    assert titles_on(page, article)[:3] == [third, second, fourth]

    page.goto(change(article))
    page.get_by_label("Its address").fill(corpus["flu"][0].get_absolute_url())
    press(page, "Pin it")
    press(page, f"Up: {corpus['flu'][0]}")
    assert titles_on(page, article)[:2] == [str(corpus["flu"][0]), third]

    page.goto(change(article))
    press(page, f"Unpin {third}")
    press(page, f"Unpin {corpus['flu'][0]}")
    press(page, f"Include {first} again")
    assert titles_on(page, article) == [first, second, third, fourth]

    page.goto(change(corpus["gout"][1]))
    press(page, "Never recommend this article")
    assert str(corpus["gout"][1]) not in titles_on(page, article)


def serious(page, selector):
    results = Axe().run(page, context=selector)
    return [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in results.response["violations"]
    ]


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_panel_preview_and_report(
    corpus, make_article, new_page, sign_in, color_scheme, width
):
    page = sign_in(new_page(color_scheme=color_scheme, viewport={"width": width, "height": 800}))
    article = corpus["gout"][0]
    draft = make_article("Gout", body=SUBJECTS["gout"], status=Article.Status.DRAFT)
    page.goto(change(article))
    press(page, "Pin gout 1")
    press(page, "Exclude gout 2")
    page.get_by_label("Its address").fill(draft.slug)
    press(page, "Pin it")
    LinkCount.objects.create(
        article=article,
        target=corpus["flu"][0],
        position=1,
        place="page",
        day=timezone.localdate(),
        shows=500,
        clicks=50,
        signals="meaning topic",
    )
    for url, selector in (
        (change(article), "#read-more"),
        (reverse("admin:read-more-preview", args=[draft.pk]), "#content-main"),
        (reverse("admin:recommendations_report_changelist"), "#content-main"),
        (reverse("admin:recommendations_linkcount_changelist"), "#content-main"),
    ):
        page.goto(url)
        assert serious(page, selector) == [], url
        assert page.evaluate("document.documentElement.scrollWidth") == width, url
