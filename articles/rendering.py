"""From the cleaned HTML in the database to what a page shows. Nothing here is ever stored."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from lxml.html.builder import DIV, SPAN, A, P

from .care_cards import CARE_LABELS, level_of
from .figures import pictures_in, show_figures
from .html import parse_fragment, serialize_fragment
from .outline import heading_texts, name_headings

CONTENTS_FROM = 3
# The levels of a care card that nobody should have to look for.
SOON = ("urgent", "emergency")


@dataclass
class Heading:
    """An entry of the table of contents; those of the next level are inside."""

    id: str
    text: str
    children: list["Heading"] = field(default_factory=list)


@dataclass(frozen=True)
class RenderedText:
    html: SafeString
    headings: list[Heading]
    help_id: str = ""

    @property
    def contents(self):
        """The headings, where there are enough of them for a table of contents to help."""
        entries = sum(1 + len(heading.children) for heading in self.headings)
        return self.headings if entries >= CONTENTS_FROM else []


def render_body(html, stored_headings=(), pictures=None):
    """Return an article's cleaned `html` as the page shows it.

    `stored_headings` are the ids and texts that the article keeps of its headings; `pictures` are
    those of `pictures_in`, if somebody asked for them already.
    """
    tree = parse_fragment(html)
    pictures = pictures_in(html) if pictures is None else pictures
    show_figures(tree, pictures, get_language())
    _open_at_level_two(tree)
    ids = name_headings(heading_texts(tree), stored_headings)
    for heading, name in zip(tree.iter("h2", "h3"), ids, strict=True):
        heading.set("id", name)
    headings = _list_headings(tree)
    for heading in tree.iterchildren("h2", "h3"):
        _link_to_itself(heading)
    help_id = _first_call_for_help(tree)
    for card in tree.find_class("care-card"):
        _label_care_card(card)
    for number, table in enumerate(list(tree.iter("table")), start=1):
        _wrap_table(table, number)
    _mark_links(tree)
    _turn_foreign_passages(tree)
    html = mark_safe(serialize_fragment(tree))  # noqa: S308  (cleaned)
    return RenderedText(html, headings, help_id)


def render_answer(html):
    """Return short cleaned `html`, an answer or a biography, as the page shows it: no pictures."""
    tree = parse_fragment(html)
    show_figures(tree, {}, get_language())
    _mark_links(tree)
    _turn_foreign_passages(tree)
    return RenderedText(mark_safe(serialize_fragment(tree)), [])  # noqa: S308  (cleaned)


def render_questions(questions):
    """Return the id, the words and the answer of each of an article's `questions`.

    The id is made of the words: an address leads to this answer wherever it stands, or to none.
    """
    names = name_headings([question.question for question in questions])
    return [
        (f"answer.{name}", question.question, render_answer(question.answer))
        for name, question in zip(names, questions, strict=True)
    ]


def _open_at_level_two(tree):
    """Make headings before the first h2, right below the page's h1, h2 too: no level is skipped."""
    for heading in tree.iter("h2", "h3"):
        if heading.tag == "h2":
            return
        heading.tag = "h2"


def _list_headings(tree):
    headings = []
    # Only the text's own: the title of a callout says little without the callout.
    for element in tree.iterchildren("h2", "h3"):
        heading = Heading(element.get("id"), " ".join(element.text_content().split()))
        level = headings if element.tag == "h2" or not headings else headings[-1].children
        level.append(heading)
    return headings


def _first_call_for_help(tree):
    """Return the id of the first heading that says when to get help soon, "" if there is none."""
    levels = " or ".join(f"contains(@class, 'care-card-{level}')" for level in SOON)
    return tree.xpath(f"string(.//div[{levels}]/*[1][self::h2 or self::h3]/@id)")


def _link_to_itself(heading):
    """Let a reader take the address of the passage from its heading."""
    if heading.find(".//a") is None:
        link = A({"class": "anchor", "href": f"#{heading.get('id')}"}, *heading)
        link.text, heading.text = heading.text, None
        heading.append(link)


def _label_care_card(card):
    """Say in words how urgent the card is, and make it a region that assistive tools can list."""
    label = str(CARE_LABELS[level_of(card)])
    card.tag = "section"
    title = card[0] if len(card) and card[0].tag in ("h2", "h3") else None
    if title is None or (card.text or "").strip():
        card.set("aria-label", label)
        _insert_text_first(card, P(label, {"class": "care-card-label"}))
    else:
        card.set("aria-labelledby", title.get("id"))
        # The colon is for those who hear the label and the title in one breath.
        colon = SPAN(": ", {"class": "visually-hidden"})
        _insert_text_first(title, SPAN(label, colon, {"class": "care-card-label"}))


def _insert_text_first(parent, child):
    child.tail, parent.text = parent.text, None
    parent.insert(0, child)


def _wrap_table(table, number):
    """Let a wide table scroll in a frame of its own, by keyboard too."""
    label = gettext("Table %(number)s") % {"number": number}
    caption = table.find("caption")
    if caption is not None:
        label = f"{label}: {' '.join(caption.text_content().split())}"
    frame = DIV({"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": label})
    frame.tail, table.tail = table.tail, None
    table.getparent().replace(table, frame)
    frame.append(table)


def _mark_links(tree):
    """Mark what leads to other sites, and say where our own pages are on paper."""
    own_host = urlsplit(settings.SITE_URL).netloc
    for link in tree.iter("a"):
        address = link.get("href", "")
        if _host(address) not in ("", own_host):
            link.set("rel", "noopener")
        elif address.startswith("/"):
            link.set("data-address", settings.SITE_URL + address)


def _turn_foreign_passages(tree):
    """Let a passage in another language run in that language's direction."""
    for passage in tree.xpath(".//*[@lang]"):
        language = passage.get("lang").lower()
        from_right = {language, language.partition("-")[0]} & set(settings.LANGUAGES_BIDI)
        passage.set("dir", "rtl" if from_right else "ltr")


def _host(address):
    try:
        return urlsplit(address).netloc
    except ValueError:  # what a browser will not open either, such as "http://[x"
        return ""
