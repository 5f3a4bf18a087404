"""What only a browser can tell of the readers' pages."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import (
    Authorship,
    Feature,
    FeedbackComment,
    Person,
    PromotedResult,
    Question,
    Reference,
)
from articles.search.editors import query_terms
from articles.views.a_to_z import AToZView

from .pictures import figure

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 3
BODY = f"""
<h2>What it is</h2><p>See <a href="https://example.org/{LONG_WORD}">{LONG_WORD}</a>.</p>
<h3>{LONG_WORD}</h3><ol><li>One<ul><li>Inner</li></ul></li></ol>
<p lang="ar">مرحبا</p><h2>Help</h2><blockquote><p>A quotation.</p></blockquote>
<div class="care-card care-card-non-urgent"><h3>See a doctor</h3><p>It <a href="/">is</a>.</p></div>
<div class="care-card care-card-urgent"><h3>Call today</h3><p>It is <a href="/">worse</a>.</p></div>
<div class="care-card care-card-emergency"><h3>Call now</h3><p>You <a href="/">faint</a>.</p></div>
<div class="care-card care-card-emergency"><p>A card without a title.</p></div>
<h2>Numbers</h2><table><caption>Doses</caption><tbody>
<tr>{"<th>Heading</th>" * 12}</tr><tr>{"<td>Some value</td>" * 12}</tr></tbody></table>
"""
PAGES = ["", "articles/cramps/", "topics/", "topics/sleep/", "a-z/", "people/ann/"]
PAGES += ["articles/cramps/feedback/", "articles/cramps/feedback/thanks/"]
PAGES += ["topics/sleep/?page=2", "privacy/", "contact/", "developers/"]
PAGES += ["search/", "search/?q=cramps", "search/?q=crammps", "search/?q=cramps&topic=sleep"]
PAGES += ["search/?q=nothing-has-this"]
PATHS = [f"/{page}" for page in PAGES]


@pytest.fixture
def site(make_article, make_picture):
    """A site with every part that a page can have, the same in both languages."""
    ann = Person.objects.create(name="Ann", credentials="Nurse", biography="<p>Writes.</p>")
    picture = make_picture(size=(64, 40), decorative=True, credit="Ann")
    original = make_full_article(make_article, ann, picture)
    make_full_article(make_article, ann, picture, language="es", translation_of=original)
    for language in ("en", "es"):
        for number in range(30):
            make_article(
                f"{number} {LONG_WORD}",
                topics=["Sleep"],
                summary=LONG_WORD,
                language=language,
                picture=picture if number % 2 else None,
            )


def make_full_article(make_article, person, picture, **fields):
    article = make_article(
        "Cramps",
        body=BODY + figure(picture, caption="A stretch"),
        picture=picture,
        summary="Cramps are common.",
        key_facts=["They pass.", LONG_WORD],
        topics=["Sleep", LONG_WORD[:90]],
        **fields,
    )
    Authorship.objects.create(article=article, person=person)
    Question.objects.create(article=article, question="Is it bad?", answer="<p>No.</p>")
    Feature.objects.create(article=article)
    query = {"words": "cramps", "terms": query_terms("cramps", article.language)}
    PromotedResult.objects.create(article=article, language=article.language, **query)
    Reference.objects.create(article=article, text=LONG_WORD, url="https://example.org/a")
    article.record_review(reviewer=person, reviewed_on="2026-01-02", due_on="2029-01-02")
    return article


def assert_accessible(page):
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    # With forced colors, those that axe reads are not those that are shown.
    forced = page.evaluate("matchMedia('(forced-colors: active)').matches")
    # Targets' sizes are of WCAG 2.2; axe leaves them out unasked.
    rules = {"target-size": {"enabled": True}, "color-contrast": {"enabled": not forced}}
    results = Axe().run(page, options={"rules": rules})
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("prefix", ["/", "/es/"])
def test_axe_finds_nothing(site, new_page, color_scheme, prefix):
    page = new_page(color_scheme=color_scheme)
    for path in PAGES:
        page.goto(prefix + path)
        assert_accessible(page)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("prefix", ["/", "/es/"])
def test_axe_finds_nothing_on_a_page_that_is_not_there(new_page, live_server, color_scheme, prefix):
    missing = f"{live_server.url}{prefix}missing"  # whose status Chromium complains of
    page = new_page(unreachable=missing, color_scheme=color_scheme)
    assert page.goto(f"{missing}/page/").status == 404
    assert_accessible(page)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("prefix", ["/", "/es/"])
def test_axe_finds_nothing_where_something_went_wrong(
    new_page, live_server, monkeypatch, color_scheme, prefix
):
    def fail(view, **kwargs):
        raise OSError("the fault is ours")

    monkeypatch.setattr(AToZView, "get_context_data", fail)
    failing = f"{live_server.url}{prefix}a-z"  # whose status Chromium complains of
    page = new_page(unreachable=failing, color_scheme=color_scheme)
    assert page.goto(f"{failing}/").status == 500
    assert_accessible(page)


@pytest.mark.parametrize(
    "wishes",
    [
        {"contrast": "more"},
        {"contrast": "more", "color_scheme": "dark"},
        {"forced_colors": "active"},
        {"forced_colors": "active", "color_scheme": "dark"},
        {"viewport": {"width": 320, "height": 640}, "reduced_motion": "reduce"},
    ],
    ids=lambda wishes: "-".join(map(str, wishes)),
)
def test_axe_finds_nothing_for_those_who_need_more(site, new_page, wishes):
    page = new_page(**wishes)
    for path in ["/", "/articles/cramps/", "/search/?q=cramps"]:
        page.goto(path)
        assert_accessible(page)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_style_guide(site, new_page, admin_client, color_scheme):
    page = new_page(color_scheme=color_scheme)
    cookie = admin_client.cookies["sessionid"]
    page.goto("/")
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": page.url}])
    for address, title in {
        "/styleguide/": "Style guide",
        "/es/styleguide/": "Guía de estilo",
    }.items():
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert_accessible(page)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("prefix", ["/", "/es/"])
def test_axe_finds_nothing_where_an_answer_was_incomplete(
    site, new_page, live_server, color_scheme, prefix
):
    form = f"{prefix}articles/cramps/feedback"  # whose status Chromium complains of
    page = new_page(unreachable=live_server.url + form, color_scheme=color_scheme)
    page.goto(f"{form}/")
    page.locator("button[value=yes]").evaluate("button => { button.value = '' }")
    page.locator("button[value='']").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)


def test_no_page_scrolls_sideways_on_the_narrowest_screen(site, new_page):
    page = new_page(viewport={"width": 320, "height": 640})
    for path in PATHS:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path


def test_everything_works_without_javascript(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("region", name="Topics").get_by_role("link", name="Sleep").click()
    page.get_by_role("link", name="Next page").click()
    page.get_by_role("link", name="Cramps", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cramps")
    page.get_by_role("searchbox").fill("cramps")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("listitem").filter(has_text="common").get_by_role("link").first.click()
    contents = page.get_by_role("navigation", name="On this page")
    contents.get_by_role("link", name="Numbers").click()
    expect(page).to_have_url(re.compile("/articles/cramps/#numbers$"))
    answer = page.get_by_text("No.", exact=True)
    expect(answer).to_be_hidden()
    page.get_by_text("Is it bad?").click()
    expect(answer).to_be_visible()
    page.get_by_text("Say why").click()
    page.get_by_label("Your comment").fill("What of children?")
    page.get_by_role("button", name="No").click()
    expect(page).to_have_url(re.compile("/articles/cramps/feedback/thanks/$"))
    assert FeedbackComment.objects.get().text == "What of children?"


def test_an_address_with_an_answer_opens_its_question(site, new_page):
    for wishes in ({}, {"java_script_enabled": False}):
        page = new_page(**wishes)
        page.goto("/articles/cramps/#answer.is-it-bad")
        expect(page.get_by_text("No.", exact=True)).to_be_visible()
        expect(page.get_by_role("heading", name="Is it bad?")).to_be_in_viewport()


def test_words_that_are_found_in_a_closed_answer_open_it(site, new_page):
    """As find-in-page does, by the same steps of the browser; a test cannot press its keys."""
    page = new_page(java_script_enabled=False)
    page.goto("/articles/cramps/#:~:text=No.")
    expect(page.locator("details.disclosure[open]")).to_have_count(1)
    expect(page.get_by_text("No.", exact=True)).to_be_visible()


def test_contents_mark_what_is_being_read(site, page):
    page.goto("/articles/cramps/")
    contents = page.get_by_role("navigation", name="On this page")
    for name in ("Numbers", "Help"):
        contents.get_by_role("link", name=name).click()
        current = contents.locator("[aria-current]")
        expect(current).to_have_text([name])


def test_a_long_table_of_contents_scrolls_along(make_article, new_page):
    make_article("Long", body="".join(f"<h2>Part {n}</h2><p>Text</p>" for n in range(60)))
    page = new_page(viewport={"width": 1280, "height": 600}, reduced_motion="reduce")
    page.goto("/articles/long/#part-55")
    current = page.locator(".contents [aria-current]")
    expect(current).to_have_count(1)
    expect(current).to_be_in_viewport()


def test_targets_are_big_enough_for_a_finger(site, new_page):
    page = new_page(viewport={"width": 360, "height": 640}, has_touch=True)
    page.goto("/articles/cramps/")
    heights = page.locator(
        ".site-header a, .site-header button, .site-header input, .contents a, summary,"
        " .help-link a, .button, .article-topics a, .languages a, .breadcrumbs a"
    ).evaluate_all("all => all.map(one => one.getBoundingClientRect().height).filter(Boolean)")
    assert min(heights) >= 44


def test_paper_has_all_that_a_patient_needs_and_nothing_to_press(site, page):
    page.goto("/articles/cramps/")
    page.emulate_media(media="print")
    expect(page.get_by_text("No.", exact=True)).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button", name="Yes")).to_be_hidden()
    about = page.get_by_role("region", name="About this page")
    expect(about).to_contain_text("http://127.0.0.1:8000/articles/cramps/")
    expect(about).to_contain_text("January 2, 2026")
    link = page.locator(".prose a[href^='https://example.org/']").first
    assert "https://example.org/" in spelled_out(link)
    assert "http://127.0.0.1:8000/" in spelled_out(page.locator(".prose a[href='/']").first)


def spelled_out(link):
    return link.evaluate("link => getComputedStyle(link, '::after').content")


def test_paper_loses_no_column_of_a_wide_table(site, new_page):
    page = new_page(viewport={"width": 672, "height": 950})  # of A4, without its margins
    page.goto("/articles/cramps/")
    frame = page.locator(".table-scroll")
    beyond = "frame => frame.scrollWidth - frame.clientWidth"
    assert frame.evaluate(beyond) > 0
    page.emulate_media(media="print")
    assert frame.evaluate(beyond) <= 0


def test_the_caption_of_a_wide_table_stays_in_sight(site, new_page):
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto("/articles/cramps/")
    frame = page.locator(".table-scroll")
    frame.evaluate("frame => { frame.scrollLeft = frame.scrollWidth }")
    inside, caption = frame.bounding_box(), frame.locator("caption").bounding_box()
    assert caption["x"] >= inside["x"]
    assert caption["x"] + caption["width"] <= inside["x"] + inside["width"]
