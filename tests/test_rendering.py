"""From stored HTML to what a page shows."""

import re

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from articles.html import CARE_LEVELS, clean_html, html_to_text
from articles.outline import PAGE_IDS
from articles.rendering import render_answer, render_body


def rendered(html):
    """The elements of the rendered body, below a div."""
    return lxml_html.fragment_fromstring(render_body(clean_html(html)).html, create_parent="div")


def outline(headings):
    return [(heading.text, [child.text for child in heading.children]) for heading in headings]


def test_headings_get_ids_made_of_their_words():
    body = render_body("<h2>What <em>helps</em>?</h2><h3>Sueño</h3><h2>الصحة</h2><h2>?!</h2>")
    ids = [heading.id for heading in body.headings]
    assert ids == ["what-helps", "الصحة", "section"]
    assert body.headings[0].children[0].id == "sueno"


def test_equal_headings_get_different_ids():
    tree = rendered("<h2>Help</h2><h2>Help 2</h2><h2>Help</h2><h2>Help</h2>")
    assert [heading.get("id") for heading in tree] == ["help", "help-2", "help-3", "help-4"]


@pytest.mark.parametrize("name", sorted(PAGE_IDS))
def test_no_heading_takes_an_id_of_the_page(name):
    tree = rendered(f"<h2>{name.replace('-', ' ')}</h2>")
    assert tree[0].get("id") == f"{name}-2"


def test_contents_nest_third_level_headings():
    body = render_body("<h2>A</h2><h3>B</h3><h3>C</h3><h2>D</h2>")
    assert outline(body.contents) == [("A", ["B", "C"]), ("D", [])]


def test_fewer_than_three_headings_need_no_contents():
    assert render_body("<h2>A</h2><h3>B</h3>").contents == []


def test_contents_leave_out_titles_of_care_cards():
    body = render_body('<h2>A</h2><div class="care-card care-card-urgent"><h3>B</h3></div>')
    assert outline(body.headings) == [("A", [])]


def test_no_heading_level_is_skipped_below_the_page_title():
    tree = rendered(
        '<div class="care-card care-card-urgent"><h3>A</h3></div><h3>B</h3><h2>C</h2><h3>D</h3>'
    )
    assert [heading.tag for heading in tree.iter("h2", "h3")] == ["h2", "h2", "h2", "h3"]


@pytest.mark.parametrize(
    ("level", "label"),
    [
        ("non-urgent", "Non-urgent advice"),
        ("urgent", "Urgent advice"),
        ("emergency", "Emergency"),
    ],
)
def test_a_care_card_says_its_level_in_words(level, label):
    tree = rendered(f'<div class="care-card care-card-{level}"><h3>Call if:</h3><p>x</p></div>')
    card = tree[0]
    assert card.tag == "section"
    assert card.get("aria-labelledby") == card[0].get("id")
    assert card[0].text_content() == f"{label}: Call if:"


@pytest.mark.parametrize("inside", ["<p>Call.</p>", "Now: <h3>Call.</h3>"])
def test_a_care_card_that_opens_without_a_title_is_labeled_too(inside):
    card = rendered(f'<div class="care-card care-card-urgent">{inside}</div>')[0]
    assert card.get("aria-label") == "Urgent advice"
    assert card[0].tag == "p"
    assert card.text_content().startswith("Urgent advice")


def test_care_card_labels_are_in_the_language_of_the_page():
    with translation.override("es"):
        html = render_body('<div class="care-card care-card-emergency"><h3>A</h3></div>').html
    assert "Emergencia" in html


def test_a_table_scrolls_in_a_frame_that_the_keyboard_reaches():
    tree = rendered(
        "<table><caption>Daily  <em>doses</em></caption><tr><td>1</td></tr></table>after"
        "<table><tr><td>2</td></tr></table>"
    )
    frames = tree.find_class("table-scroll")
    assert [frame.get("aria-label") for frame in frames] == ["Table 1: Daily doses", "Table 2"]
    assert {frame.get("tabindex") for frame in frames} == {"0"}
    assert frames[0].tail == "after"
    assert frames[0][0].tag == "table"


def test_only_links_that_lead_elsewhere_are_marked(settings):
    settings.SITE_URL = "https://health.example"
    tree = rendered(
        '<p><a href="https://other.example/">a</a><a href="/here/">b</a><a href="#c">c</a>'
        '<a href="https://health.example/d/">d</a><a href="mailto:e@other.example">e</a></p>'
    )
    assert [link.get("rel") for link in tree.iter("a")] == ["noopener", None, None, None, None]
    assert 'rel="noopener"' in render_answer('<p><a href="https://other.example/">a</a></p>').html


def test_a_link_within_the_site_knows_its_address_on_paper(settings):
    settings.SITE_URL = "https://health.example"
    html = '<p><a href="/here/?a=1">a</a><a href="#c">c</a></p>'
    addresses = [link.get("data-address") for link in rendered(html).iter("a")]
    assert addresses == ["https://health.example/here/?a=1", None]


def test_a_malformed_address_is_shown_as_it_is():
    assert "http://[x" in render_body('<p><a href="http://[x">a</a></p>').html


def test_a_heading_is_a_link_to_itself():
    heading = rendered("<h2>What <em>helps</em>?</h2>")[0]
    assert heading[0].get("href") == f"#{heading.get('id')}"
    assert heading[0].text_content() == heading.text_content() == "What helps?"
    assert heading[0].find("em") is not None


def test_a_heading_that_holds_a_link_stays_as_it_is():
    links = list(rendered('<h2>See <a href="/other/">the other</a></h2>').iter("a"))
    assert [link.get("href") for link in links] == ["/other/"]


def test_passages_in_another_language_run_in_its_direction():
    tree = rendered('<p lang="ar">مرحبا <em lang="en">you</em></p><p lang="ar-EG">أهلا</p>')
    assert [element.get("dir") for element in tree.xpath(".//*[@lang]")] == ["rtl", "ltr", "rtl"]
    assert 'dir="rtl"' in render_answer('<p lang="he">שלום</p>').html


words = st.text(alphabet="abc éñ<>&\"'؟م", min_size=1, max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
flow = st.one_of(
    words.map("<p>{}</p>".format),
    words.map("<h2>{}</h2>".format),
    words.map("<h3>{}</h3>".format),
    words.map("<ul><li>{}</li></ul>".format),
    words.map("<table><caption>{0}</caption><tr><td>{0}</td></tr></table>".format),
    words.map('<p><a href="https://example.org/">{}</a></p>'.format),
)
cards = st.tuples(st.sampled_from(CARE_LEVELS), st.lists(flow, max_size=3)).map(
    lambda card: f'<div class="care-card care-card-{card[0]}">{"".join(card[1])}</div>'
)
LABEL = re.compile(r"(Non-urgent advice|Urgent advice|Emergency)(\s*:\s)?")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(flow, cards), max_size=6).map("".join))
def test_rendering_keeps_all_text_and_gives_every_heading_one_id(html):
    stored = clean_html(html)
    body = render_body(stored)
    shown = LABEL.sub("", html_to_text(body.html)) if body.html else ""
    assert shown.split() == html_to_text(stored).split()
    tree = lxml_html.fragment_fromstring(body.html, create_parent="div")
    ids = [element.get("id") for element in tree.iter("h2", "h3")]
    assert all(ids)
    assert len(ids) == len(set(ids))
