"""The text of stored HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from articles.html import clean_html, html_to_text

BLOCKS = frozenset("blockquote br caption div h2 h3 li ol p table tbody td th thead tr ul".split())
TAGS = """<p> </p> <h2> </h2> <ul> </ul> <li> </li> <br> <em> </em> <strong> </strong> <sup> </sup>
    </div> </a> <table> <tr> <td> </td> <aside> <!--a-->""".split()
TAGS_WITH_ATTRIBUTES = [
    '<div class="care-card care-card-urgent">',
    '<td colspan="2">',
    '<a href="/a?b=1&amp;lt=2">',
    "<a href='/a\">b'>",
    '<ol start="3">',
]
TEXTS = """a vita min &amp; &amp;lt; &lt; &gt; &lt;p&gt; &nbsp; &quot; &copy; < > " & ; é""".split()
SPACES = [" ", "\n", "\r\n", "\t", "\u00a0", "\u2028"]
PIECES = st.sampled_from([*TAGS, *TAGS_WITH_ATTRIBUTES, *TEXTS, *SPACES])


def text_as_parsed(html):
    """What `html_to_text` must return, by a parser and slowly."""
    pieces = []

    def collect(element):
        edge = "\n" if element.tag in BLOCKS else ""
        pieces.extend([edge, (element.text or "").replace("\n", " ")])
        for child in element:
            collect(child)
            pieces.append((child.tail or "").replace("\n", " "))
        pieces.append(edge)

    collect(lxml_html.fragment_fromstring(html, create_parent="body"))
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
    return "\n".join(line for line in lines if line)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_text_is_what_a_parser_reads(html):
    stored = clean_html(html)
    assert html_to_text(stored) == text_as_parsed(stored)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p><em>vita</em>min <strong>A</strong></p>", "vitamin A"),
        ("<h2>One</h2><p>two\nthree<br>four</p>", "One\ntwo three\nfour"),
        ("<p>2 &lt; 3 &amp;amp; 4</p>", "2 < 3 &amp; 4"),
    ],
)
def test_blocks_are_lines_and_words_run_on_across_other_tags(html, text):
    assert html_to_text(html) == text
