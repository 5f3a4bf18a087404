"""The one place that says which HTML an article may hold, and reads text out of it."""

import re
from functools import cache
from html import unescape

import nh3
from lxml import etree
from lxml import html as lxml_html

CARE_LEVELS = ("non-urgent", "urgent", "emergency")

# What is not here loses its tag and keeps its text.
_TAGS = frozenset(
    "a b blockquote br caption div em figcaption figure h1 h2 h3 h4 h5 h6 i img li ol p strong"
    " sub sup table tbody td th thead tr ul".split()
)
_DROPPED_WITH_CONTENT = frozenset(
    "iframe math noscript object script style svg template textarea title".split()
)
_RENAMED = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "b": "strong", "i": "em"}
_MEANINGLESS_WHEN_EMPTY = frozenset(
    "a blockquote div em figcaption h2 h3 li ol p strong sub sup ul".split()
)
# A picture of the library, by its key: where its files are is not the text's business.
_PICTURE = "data-picture"
_PICTURE_KEY = re.compile(r"[0-9a-f]{32}")
# What a caption is made of.
_PHRASING = frozenset(["a", "br", "em", "strong", "sub", "sup"])
# Any other tag ends a line of text; across these words run on, as in "<em>vita</em>min".
_INLINE_TAG = re.compile(r"</?(?:a|em|strong|su[bp])\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
# Control characters, halves of characters and code points that are no characters.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Tags, space of any kind and characters of no width, to the end of cleaned HTML.
_SHOWS_NOTHING = re.compile(r"(?:<[^>]*>|&nbsp;|[\s\u00ad\u200b-\u200f\u2060\ufeff])*+")
_ROUNDS = 10
_LINE_BREAK_OR_TAB = re.compile(r"[\n\t]")


@cache
def _cleaner():
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED_WITH_CONTENT),
        attributes={
            "*": {"lang"},  # a passage in another language says so
            "a": {"href"},
            "img": {_PICTURE, "alt"},
            "ol": {"start"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
        },
        tag_attribute_values={"th": {"scope": {"col", "row", "colgroup", "rowgroup"}}},
        allowed_classes={"div": {"care-card", *(f"care-card-{level}" for level in CARE_LEVELS)}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def clean_html(html):
    """Return `html` with only what an article may hold, in one canonical form.

    Cleaning twice changes nothing. Html that shows no text comes back as "".
    """
    # Where tags were dropped, the rest may nest in a way that browsers read as another tree.
    # What is in order takes one round, nearly all else two; three are the most seen.
    for _ in range(_ROUNDS):
        before, html = html, _clean_once(html)
        if html == before:
            break
    else:
        html = _text_only(html)
    return "" if _SHOWS_NOTHING.fullmatch(html) and _PICTURE not in html else html


def _clean_once(html):
    # nh3 stands on both sides: it hands lxml a tree as browsers see it, and has the last word.
    html = _cleaner().clean(NOT_TEXT.sub("", html))
    try:
        # Again, because "&#1;" is a control character only now.
        tree = parse_fragment(NOT_TEXT.sub("", html))
    except etree.ParserError:
        return _text_only(html)
    _normalize(tree)
    return _cleaner().clean(serialize_fragment(tree)).strip()


def _text_only(html):
    return nh3.clean(html, tags=set())


def parse_fragment(html):
    """Return an lxml `div` that holds the parsed `html`."""
    parser = lxml_html.HTMLParser(huge_tree=True)
    tree = lxml_html.fragment_fromstring(html, create_parent="div", parser=parser)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise etree.ParserError("The HTML nests too deep.")
    return tree


def serialize_fragment(tree):
    """Return the HTML inside the `div` that `parse_fragment` made."""
    html = etree.tostring(tree, encoding="unicode", method="html", with_tail=False)
    return html.removeprefix("<div>").removesuffix("</div>")


def find_pictures(html):
    """Return the key of each picture in cleaned `html`, and what is said of it there, maybe ""."""
    if _PICTURE not in html:
        return []
    images = parse_fragment(html).iter("img")
    return [(image.get(_PICTURE), image.get("alt", "")) for image in images]


def html_to_text(html):
    """Return the text of cleaned `html`, one line for each block."""
    lines = map(str.split, html_to_untidy_text(html).split("\n"))
    return "\n".join(map(" ".join, filter(None, lines)))


def html_to_untidy_text(html):
    """Return the same with empty lines and spaces as they come: in half the time."""
    # In the form that `clean_html` gives, "<" and ">" are at the ends of tags and nowhere else, so
    # that no parser is needed, which would take most of the time of indexing.
    return unescape(_TAG.sub("\n", _INLINE_TAG.sub("", html.replace("\n", " "))))


def _normalize(tree):
    # Children before parents, so that an element emptied by a child's removal goes too.
    for element in reversed(list(tree.iterdescendants())):
        element.tag = _RENAMED.get(element.tag, element.tag)
        if element.tag in _NORMALIZERS:
            _NORMALIZERS[element.tag](element)
        if element.getparent() is not None and _shows_nothing(element):
            element.drop_tree()


def _keep_care_card_only(div):
    levels = [level for level in CARE_LEVELS if f"care-card-{level}" in div.classes]
    if len(levels) == 1:
        div.set("class", f"care-card care-card-{levels[0]}")
    else:
        div.drop_tag()


def _keep_address_only(link):
    # Browsers leave out line breaks and tabs before they read an address.
    href = _LINE_BREAK_OR_TAB.sub("", link.get("href", "")).strip()
    # A protocol-relative address looks like ours and leads elsewhere; browsers read "\" as "/".
    if not href or href.replace("\\", "/").startswith("//"):
        link.drop_tag()
    else:
        link.set("href", href)


def _keep_in_figure_only(image):
    if image.getparent().tag != "figure":
        image.drop_tree()


def _keep_phrasing_only(caption):
    if caption.getparent().tag != "figure":
        caption.tag = "p"
        return
    for element in list(caption.iterdescendants()):
        if element.tag not in _PHRASING:
            element.drop_tag()


def _keep_picture_only(figure):
    """Keep one of our pictures with its caption; of any other figure only the text."""
    is_ours = [child.tag for child in figure] in (["img"], ["img", "figcaption"]) and (
        _PICTURE_KEY.fullmatch(figure[0].get(_PICTURE, ""))
    )
    if (
        is_ours
        and not "".join([figure.text or "", *(child.tail or "" for child in figure)]).strip()
    ):
        words = " ".join(figure[0].attrib.pop("alt", "").split())
        figure[0].attrib.update({"alt": words} if words else {})
        for outside in (figure[0], figure[-1]):
            outside.tail = None
        figure.text = None
        return
    for element in list(figure.iter("img", "figcaption")):
        if element.tag == "img":
            element.drop_tree()
        else:
            element.tag = "p"
    figure.drop_tag()


def _unwrap_first_paragraph(cell):
    """Store "<li>text</li>" for the "<li><p>text</p></li>" that rich-text editors write."""
    paragraphs = cell.findall("p")
    if len(paragraphs) == 1 and cell[0] is paragraphs[0] and not (cell.text or "").strip():
        paragraphs[0].drop_tag()


def _lift_header_row(tbody):
    """Give a table whose first row is all headings its head, which rich-text editors leave out."""
    before = tbody.getprevious()
    row = tbody[0] if len(tbody) > 1 else None
    if row is None or (before is not None and before.tag != "caption"):
        return
    if len(row) and all(cell.tag == "th" for cell in row):
        head = tbody.makeelement("thead")
        tbody.addprevious(head)
        head.append(row)


def _shows_nothing(element):
    return (
        element.tag in _MEANINGLESS_WHEN_EMPTY
        and len(element) == 0
        and not (element.text or "").strip()
    )


_NORMALIZERS = {
    "a": _keep_address_only,
    "div": _keep_care_card_only,
    "figcaption": _keep_phrasing_only,
    "figure": _keep_picture_only,
    "img": _keep_in_figure_only,
    "li": _unwrap_first_paragraph,
    "tbody": _lift_header_row,
    "td": _unwrap_first_paragraph,
    "th": _unwrap_first_paragraph,
}
