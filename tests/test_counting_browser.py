"""Counting in Chromium: what readers see and follow, without cookie, storage or detour."""

import json
from queue import Queue

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from recommendations.helpfulness import receiving
from recommendations.helpfulness import waiting as waiting_module
from recommendations.helpfulness.storing import store
from recommendations.helpfulness.waiting import waiting
from recommendations.models import LinkCount, RelatedArticle
from tests.hosts import serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "<p>" + "What is known of it. " * 2000 + "</p>"
TELL_THE_TEST = "navigator.sendBeacon = (url, text) => sessionStorage.setItem('told', url + text)"
GPC = "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})"
DNT = "Object.defineProperty(navigator, 'doNotTrack', {value: '1'})"


class Told(Queue):
    """Where a test waits for what a browser told: it does so while it leaves the page."""

    def enqueue(self, counts):
        store.enqueue(counts)
        self.put([tuple(event) for event, _ in counts])


@pytest.fixture(autouse=True)
def told(settings, monkeypatch):
    settings.COUNT_READ_MORE = True
    monkeypatch.setattr(waiting_module, "SECONDS", 0)
    told = Told()
    monkeypatch.setattr(receiving, "store", told)
    cache.clear()
    waiting.add([])
    yield told
    waiting.add([])


@pytest.fixture
def targets(make_article):
    source = make_article("Cramps", slug="cramps", body=LONG)
    targets = [make_article(f"Target {n}", slug=f"target-{n}", body=LONG) for n in range(1, 5)]
    RelatedArticle.objects.all().delete()
    for rank, target in enumerate(targets, start=1):
        RelatedArticle.objects.create(
            source=source, target=target, rank=rank, score=1 / rank, reasons=[]
        )
    return targets


def stored():
    rows = LinkCount.objects.order_by("position")
    return list(rows.values_list("target__slug", "position", "place", "shows", "clicks"))


def see_the_list(page):
    """Scroll as a reader does until the last link is on the screen."""
    links = page.locator("[data-target]")
    for place in range(links.count()):
        links.nth(place).scroll_into_view_if_needed()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def nothing_is_stored(page):
    found = page.evaluate(
        "async () => [document.cookie, localStorage.length, sessionStorage.length,"
        " (await indexedDB.databases()).length, (await caches.keys()).length]"
    )
    return found == ["", 0, 0, 0, 0] and page.context.cookies() == []


def test_a_click_counts_and_so_do_the_links_that_were_seen(targets, page, told):
    page.goto("/articles/cramps/")
    see_the_list(page)
    page.get_by_role("link", name="Target 2").click()
    told.get(timeout=20)
    expect(page).to_have_url("/articles/target-2/")
    assert stored() == [(f"target-{n}", n, "page", 1, 1 if n == 2 else 0) for n in range(1, 5)]
    assert nothing_is_stored(page)


def test_a_link_that_is_opened_beside_the_page_counts(targets, page, told):
    page.goto("/articles/cramps/")
    see_the_list(page)
    page.get_by_role("link", name="Target 3").click(modifiers=["Control"])
    page.get_by_role("link", name="Target 3").click(button="middle")
    page.goto("/articles/target-1/")
    told.get(timeout=20)
    assert stored()[2] == ("target-3", 3, "page", 1, 1)


def test_the_message_has_nothing_but_the_article_and_the_links(targets, page, told):
    page.add_init_script(TELL_THE_TEST)
    page.goto("/articles/cramps/")
    see_the_list(page)
    page.get_by_role("link", name="Target 1").click()
    expect(page).to_have_url("/articles/target-1/")
    address, text = page.evaluate("sessionStorage.getItem('told').split('counts')")
    links = [[target.pk, n] for n, target in enumerate(targets, start=1)]
    source = RelatedArticle.objects.first().source_id
    assert address == "/read-more/"
    assert json.loads(text) == {
        "article": source,
        "place": "page",
        "shown": links,
        "clicked": links[:1],
    }


# What is told is told in order: the second page's message shows that the first had none.


def test_a_list_that_nobody_scrolls_to_does_not_count(targets, page, told):
    page.goto("/articles/target-1/")
    page.goto("/articles/cramps/")
    see_the_list(page)
    page.goto("/articles/target-1/")
    assert {event[0] for event in told.get(timeout=20)} == {targets[0].pk - 1}
    assert told.empty()


@pytest.mark.parametrize("wish", [GPC, DNT])
def test_who_asks_not_to_be_counted_sends_nothing(targets, page, wish):
    page.add_init_script(f"{wish}; {TELL_THE_TEST}")
    page.goto("/articles/cramps/")
    see_the_list(page)
    page.get_by_role("link", name="Target 2").click()
    expect(page).to_have_url("/articles/target-2/")
    assert page.evaluate("sessionStorage.getItem('told')") is None
    assert stored() == []


def test_the_page_costs_no_request_more(targets, page):
    answers = set()
    page.on("response", lambda answer: answers.add(answer.url))
    page.goto("/articles/cramps/")
    see_the_list(page)
    expect(page.get_by_role("combobox")).to_be_visible()
    assert len(answers) <= 5, answers
    assert not any(url.endswith("counts") for url in answers)


def test_without_javascript_the_links_are_plain(targets, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/articles/cramps/")
    page.get_by_role("link", name="Target 2").click()
    expect(page).to_have_url("/articles/target-2/")
    assert stored() == []


@pytest.mark.parametrize("sandbox", ["", ' sandbox="allow-scripts allow-top-navigation"'])
def test_a_frame_on_another_site_counts_too(targets, new_page, live_server, told, sandbox):
    with serving() as host:
        frame = f'<iframe src="{live_server.url}/widget/cramps/" width="600" height="600"{sandbox}>'
        address = host.serve("/", f'<!doctype html><html lang="en"><title>A clinic</title>{frame}')
        page = new_page(host=host.url)
        page.goto(address)
        page.frame_locator("iframe").get_by_role("link", name="Target 1").click()
        expect(page).to_have_url(f"{live_server.url}/articles/target-1/")
        told.get(timeout=20)
    assert ("target-1", 1, "frame", 1, 1) in stored()
