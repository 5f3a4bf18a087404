"""What the keyboard and screen readers make of the article page."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Authorship, Person, Question, Reference

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = """
<h2>What it is</h2><p>See <a href="/topics/">topics</a>.</p>
<h3>Kinds</h3><p>Two.</p>
<h2>Help</h2>
<div class="care-card care-card-emergency"><h3>Call now</h3><p>You faint.</p></div>
"""
PART = re.compile(
    r"^ *- '?(banner|search|navigation|main|article|region|heading|contentinfo)"
    r'(?: "(.*?)")?(?: \[level=(\d)\])?',
    re.MULTILINE,
)
PARTS = """
banner
navigation Main
search
main
navigation Breadcrumb
article
heading 1 Cramps
region Key facts
heading 2 Key facts
navigation On this page
heading 2 On this page
heading 2 What it is
heading 3 Kinds
heading 2 Help
region Emergency : Call now
heading 3 Emergency : Call now
region Questions and answers
heading 2 Questions and answers
heading 3 Is it bad?
region References
heading 2 References
region About this page
heading 2 About this page
region Was this page helpful?
heading 2 Was this page helpful?
contentinfo
navigation Languages
navigation About the site
"""
PATHS = ["/", "/articles/cramps/", "/topics/", "/topics/sleep/", "/a-z/", "/people/ann/"]
PATHS += ["/search/?q=cramps", "/search/?q=none", "/articles/cramps/feedback/", "/privacy/"]
NEXT_STOP = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const all = [...document.querySelectorAll("*")];
  return [all.indexOf(one), style.outlineStyle, parseFloat(style.outlineWidth), one.outerHTML];
}"""


@pytest.fixture
def article(make_article):
    article = make_article("Cramps", body=BODY, key_facts=["They pass."], topics=["Sleep"])
    ann = Person.objects.create(name="Ann")
    Authorship.objects.create(article=article, person=ann)
    Question.objects.create(article=article, question="Is it bad?", answer="<p>No harm.</p>")
    Reference.objects.create(article=article, text="A study", url="https://example.org/a")
    return article


def test_a_screen_reader_finds_the_landmarks_and_headings_in_order(article, page):
    page.goto(article.get_absolute_url())
    tree = page.locator("body").aria_snapshot()
    parts = [
        " ".join(filter(None, (role, level, name))) for role, name, level in PART.findall(tree)
    ]
    assert parts == PARTS.split("\n")[1:-1]


@pytest.mark.parametrize("path", PATHS)
def test_tab_goes_through_the_page_in_its_order_and_is_seen_everywhere(article, page, path):
    page.goto(path)
    # Which keeps the focus only once it is the field that it becomes.
    expect(page.get_by_role("combobox").first).to_be_visible()
    selector = "a[href], button, summary, input, textarea, [tabindex='0']"
    targets = page.locator(selector).filter(visible=True)
    stops = []
    for _ in range(targets.count()):
        page.keyboard.press("Tab")
        place, style, width, element = page.evaluate(NEXT_STOP)
        assert style != "none", element
        assert width >= 2, element
        stops.append(place)
    assert stops == sorted(set(stops))


def test_the_keyboard_opens_answers_follows_the_contents_and_searches(article, page):
    page.goto(article.get_absolute_url())
    page.get_by_role("group").filter(has_text="Is it bad?").locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("No harm.")).to_be_visible()
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Help").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#help$"))
    page.get_by_label("Search for a health subject").focus()
    page.keyboard.type("cramps")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=cramps$"))
    expect(page.get_by_role("link", name="Cramps")).to_be_visible()
