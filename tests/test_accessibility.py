"""What only a browser can tell of the readers' pages."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Authorship, FeedbackComment, Person, Question, Reference

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 3
BODY = f"""
<h2>What it is</h2><p>See <a href="https://example.org/{LONG_WORD}">{LONG_WORD}</a>.</p>
<h3>{LONG_WORD}</h3><ol><li>One<ul><li>Inner</li></ul></li></ol>
<h2>Help</h2><blockquote><p>A quotation.</p></blockquote>
<div class="care-card care-card-non-urgent"><h3>See a doctor</h3><p>It <a href="/">is</a>.</p></div>
<div class="care-card care-card-urgent"><h3>Call today</h3><p>It is <a href="/">worse</a>.</p></div>
<div class="care-card care-card-emergency"><h3>Call now</h3><p>You <a href="/">faint</a>.</p></div>
<div class="care-card care-card-emergency"><p>A card without a title.</p></div>
<h2>Numbers</h2><table><caption>Doses</caption><tbody>
<tr>{"<th>Heading</th>" * 12}</tr><tr>{"<td>Some value</td>" * 12}</tr></tbody></table>
"""
PATHS = ["/", "/articles/cramps/", "/topics/", "/topics/sleep/", "/a-z/", "/people/ann/"]
PATHS += ["/articles/cramps/feedback/", "/articles/cramps/feedback/thanks/"]
PATHS += ["/privacy/", "/contact/"]
SEARCHES = ["/search/", "/search/?q=cramps", "/search/?q=nothing-has-this"]


@pytest.fixture
def site(make_article):
    """A site with every part that a page can have."""
    article = make_article(
        "Cramps", body=BODY, summary="Cramps are common.", topics=["Sleep", LONG_WORD[:90]]
    )
    ann = Person.objects.create(name="Ann", credentials="Nurse", biography="<p>Writes.</p>")
    Authorship.objects.create(article=article, person=ann)
    Question.objects.create(article=article, question="Is it bad?", answer="<p>No.</p>")
    Reference.objects.create(article=article, text=LONG_WORD, url="https://example.org/a")
    article.record_review(reviewer=ann, reviewed_on="2026-01-02", due_on="2029-01-02")
    make_article("Calambres", language="es", translation_of=article, topics=["Sueño"])
    for number in range(30):
        make_article(f"{number} {LONG_WORD}", topics=["Sleep"], summary=LONG_WORD)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing(site, new_page, color_scheme):
    page = new_page(color_scheme=color_scheme)
    for path in [*PATHS, *SEARCHES, "/es/", "/es/articles/calambres/", "/es/about/"]:
        page.goto(path)
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        results = Axe().run(page)
        assert results.violations_count == 0, f"{path}\n{results.generate_report()}"


def test_no_page_scrolls_sideways_on_the_narrowest_screen(site, new_page):
    page = new_page(viewport={"width": 320, "height": 640})
    for path in [*PATHS, *SEARCHES]:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path


def test_everything_works_without_javascript(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("cramps")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Cramps").click()
    contents = page.get_by_role("navigation", name="On this page")
    contents.get_by_role("link", name="Numbers").click()
    assert page.url.endswith("/articles/cramps/#numbers")
    answer = page.get_by_text("No.", exact=True)
    assert not answer.is_visible()
    page.get_by_text("Is it bad?").click()
    assert answer.is_visible()
    page.get_by_text("Say why").click()
    page.get_by_label("Your comment").fill("What of children?")
    page.get_by_role("button", name="No").click()
    expect(page).to_have_url(re.compile("/articles/cramps/feedback/thanks/$"))
    assert FeedbackComment.objects.get().text == "What of children?"


def test_the_keyboard_reaches_the_text_first_by_the_skip_link(site, page):
    page.goto("/articles/cramps/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_targets_are_big_enough_for_a_finger(site, new_page):
    page = new_page(viewport={"width": 360, "height": 640}, has_touch=True)
    page.goto("/articles/cramps/")
    heights = page.locator(
        ".site-header a, .site-header button, .site-header input, .contents a, summary,"
        " .article-topics a, .languages a, .breadcrumbs a"
    ).evaluate_all("all => all.map(one => one.getBoundingClientRect().height).filter(Boolean)")
    assert min(heights) >= 44


def test_answers_are_open_on_paper(site, page):
    page.goto("/articles/cramps/")
    page.emulate_media(media="print")
    assert page.get_by_text("No.", exact=True).is_visible()
    assert not page.get_by_role("searchbox").is_visible()
