"""What differs between two texts is marked, and each side shows its own text as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.html import clean_html, parse_fragment, serialize_fragment
from articles.revisions.marking import mark

WORDS = st.lists(st.sampled_from("one two three & four".split()), min_size=1, max_size=6).map(
    lambda words: " ".join(words).replace("&", "&amp;")
)
INLINE = st.one_of(
    WORDS,
    WORDS.map(lambda text: f"<strong>{text}</strong>"),
    WORDS.map(lambda text: f'<a href="/a/">{text}</a>'),
)
TEXT = st.lists(INLINE, min_size=1, max_size=3).map(" ".join)
PASSAGE = st.one_of(
    TEXT.map(lambda text: f"<p>{text}</p>"),
    WORDS.map(lambda text: f"<h2>{text}</h2>"),
    st.lists(TEXT, min_size=1, max_size=3).map(
        lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    ),
    TEXT.map(lambda text: f'<div class="care-card care-card-urgent"><p>{text}</p></div>'),
    TEXT.map(lambda text: f"<table><tbody><tr><th>{text}</th><td>x</td></tr></tbody></table>"),
)
HTML = st.lists(PASSAGE, max_size=12).map("".join).map(clean_html)


@pytest.mark.parametrize(
    ("before", "after", "marked_before", "marked_after"),
    [
        (
            "<p>Take 1.5 tablets, daily.</p>",
            "<p>Take 1.0 tablet, daily.</p>",
            "<p>Take <del>1.5 tablets</del>, daily.</p>",
            "<p>Take <ins>1.0 tablet</ins>, daily.</p>",
        ),
        (
            "<p>Never stop it at once.</p>",
            "<p><strong>Never</strong> stop it at once.</p>",
            "<p><del>Never</del> stop it at once.</p>",
            "<p><strong><ins>Never</ins></strong> stop it at once.</p>",
        ),
        (
            "<h2>Causes</h2><p>Many.</p>",
            "<h3>Causes</h3><p>Many.</p>",
            "<h2><del>Causes</del></h2><p>Many.</p>",
            "<h3><ins>Causes</ins></h3><p>Many.</p>",
        ),
        (
            '<p>See <a href="/articles/a/">this</a> page.</p>',
            '<p>See <a href="/articles/b/">this</a> page.</p>',
            '<p>See <a href="/articles/a/"><del>this</del></a> page.</p>',
            '<p>See <a href="/articles/b/"><ins>this</ins></a> page.</p>',
        ),
        (
            "<ul><li>one</li></ul>",
            "<ol><li>one</li><li>two</li></ol>",
            "<ul><li><del>one</del></li></ul>",
            "<ol><li><ins>one</ins></li><li><ins>two</ins></li></ol>",
        ),
        (
            "<table><tbody><tr><th>Dose</th><td>5 mg</td></tr></tbody></table>",
            "<table><tbody><tr><th>Dose</th><td>50 mg</td></tr></tbody></table>",
            "<table><tbody><tr><th>Dose</th><td><del>5</del> mg</td></tr></tbody></table>",
            "<table><tbody><tr><th>Dose</th><td><ins>50</ins> mg</td></tr></tbody></table>",
        ),
        (
            "<p>It comes. It goes.</p>",
            "<p>It comes.</p><p>It goes.</p>",
            "<p>It comes. It goes.</p>",
            "<p>It comes.</p><p><ins>¶</ins>It goes.</p>",
        ),
        (
            "<p>The cat sat on the mat.</p>",
            "<p>All dogs bark on Sundays, unless asleep.</p>",
            "<p><del>The cat sat on the mat.</del></p>",
            "<p><ins>All dogs bark on Sundays, unless asleep.</ins></p>",
        ),
        (
            '<p><img src="a"> A shin</p>',
            '<p><img src="b"> A shin</p>',
            '<p><del><img src="a"></del> A shin</p>',
            '<p><ins><img src="b"></ins> A shin</p>',
        ),
        ("", "<p>New &amp; short</p>", "", "<p><ins>New &amp; short</ins></p>"),
    ],
)
def test_what_only_one_side_has_is_marked_there(before, after, marked_before, marked_after):
    assert mark(before, after) == (marked_before, marked_after)


def test_what_is_the_same_at_length_is_closed_up():
    before = [f"<p>Part {number}</p>" for number in range(20)]
    after = [*before[:12], "<p>New here</p>", *before[12:]]
    marked_before, marked_after = mark("".join(before), "".join(after))
    assert marked_after.count("<details>") == marked_before.count("<details>") == 2
    assert "<summary>11 passages are the same</summary>" in marked_after
    assert (
        "</details><p>Part 11</p><p><ins>New here</ins></p><p>Part 12</p><details>" in marked_after
    )


@given(HTML, HTML)
def test_each_side_shows_its_own_text(before, after):
    marked_before, marked_after = mark(before, after)
    assert unmarked(marked_before) == before
    assert unmarked(marked_after) == after
    assert "<ins" not in marked_before
    assert "<del" not in marked_after


@given(HTML)
def test_of_two_that_are_the_same_nothing_is_marked(html):
    assert mark(html, html) == (html, html)


def unmarked(html):
    tree = parse_fragment(html)
    for summary in tree.findall(".//summary"):
        summary.drop_tree()
    for element in tree.xpath(".//ins|.//del|.//details"):
        if element.text == "¶":
            element.drop_tree()
        else:
            element.drop_tag()
    return serialize_fragment(tree)
