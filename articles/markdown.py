"""An article as Markdown (CommonMark, with GitHub's tables), for programs that read text.

The HTML is `clean_html`'s: a small, closed set of tags, which takes less code than a library that
must expect anything.
"""

import json
import re

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .care_cards import CARE_LABELS, level_of
from .figures import pictures_in, show_figures
from .html import NOT_TEXT, parse_fragment
from .jsonld import absolute, iso
from .pictures.renditions import whole

DISCLAIMER = "articles/includes/disclaimer.html"
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&])")
# What would open a list, a heading or a rule at the start of a line.
_OPENING = re.compile(r"^([-+=#])|^(\d+)([.)])")
_LINE_BREAK = "\\\n"
_MARKS = {"em": "*", "strong": "**"}
_INLINE = frozenset(["a", "br", "em", "strong", "sub", "sup"])


def article_to_markdown(article):
    """Return `article` with all that belongs to it: its facts in front, then its text."""
    url = absolute(article.get_absolute_url())
    with translation.override(article.language):
        blocks = [f"# {_escape(article.title)}"]
        if article.summary:
            blocks.append(_escape(article.summary))
        if article.key_facts:
            facts = "\n".join(f"- {_escape(fact)}" for fact in article.key_facts)
            blocks += [f"## {_('Key facts')}", facts]
        if article.picture:
            blocks += _picture(article)
        blocks.append(html_to_markdown(article.body, url))
        blocks += _questions(article, url)
        blocks += _references(article)
        blocks.append(html_to_markdown(render_to_string(DISCLAIMER), url))
    return NOT_TEXT.sub("", _front_matter(article, url) + "\n\n".join(blocks)) + "\n"


def html_to_markdown(html, url):
    """Return cleaned `html`, whose links begin at `url`, as Markdown."""
    tree = parse_fragment(html)
    show_figures(tree, pictures_in(html), get_language())
    tree.make_links_absolute(url)
    return "\n\n".join(_blocks(tree))


def _front_matter(article, url):
    dates = article.dates
    review = article.current_review
    facts = {
        "id": article.identifier,
        "title": article.title,
        "language": article.language,
        "url": url,
        "summary": article.summary,
        "also_known_as": article.also_known_as,
        "topics": [
            topic.name for topic in article.topics.all() if topic.language == article.language
        ],
        "authors": [_person(authorship.person) for authorship in article.authorships.all()],
        "published": iso(dates.published),
        "updated": dates.updated and iso(dates.updated),
        "reviewed": dates.reviewed and dates.reviewed.isoformat(),
        "review_due": dates.review_due and dates.review_due.isoformat(),
        "reviewer": review and _person(review.reviewer),
    }
    # JSON is YAML.
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in facts.items() if value
    ]
    return "\n".join(["---", *lines, "---", "", ""])


def _person(person):
    about = {"name": person.name, "credentials": person.credentials}
    return {key: value for key, value in about.items() if value}


def _picture(article):
    yield _image(article.picture_words or "", absolute(whole(article.picture).fallback.url))
    if article.picture.credit:
        yield _escape(_("Picture: %(credit)s") % {"credit": article.picture.credit})


def _questions(article, url):
    questions = article.questions.all()
    if questions:
        yield f"## {_('Questions and answers')}"
    for question in questions:
        yield f"### {_escape(question.question)}"
        yield html_to_markdown(question.answer, url)


def _references(article):
    references = article.references.all()
    if references:
        yield f"## {_('References')}"
        yield "\n".join(
            f"{number}. {_link(_escape(reference.text), reference.link)}"
            for number, reference in enumerate(references, start=1)
        )


# Blocks


def _blocks(parent):
    """Return the blocks of Markdown that the content of `parent` makes."""
    blocks, line = [], [_escape(parent.text)]

    def end_line():
        text = "".join(line).strip()
        if text:
            blocks.append(_OPENING.sub(_escape_opening, text))
        line.clear()

    for child in parent:
        if child.tag in _INLINE:
            line.append(_inline(child))
        else:
            end_line()
            blocks += _block(child)
        line.append(_escape(child.tail))
    end_line()
    return blocks


def _block(element):
    match element.tag:
        case "h2" | "h3":
            yield f"{'#' * int(element.tag[1])} {_one_line(element)}"
        case "ul" | "ol":
            yield _list(element)
        case "table":
            yield from _table(element)
        case "blockquote":
            yield _quote(_blocks(element))
        case "figure":
            yield from _figure(element)
        case "div":
            yield _quote(_care_card(element))
        case _:
            yield from _blocks(element)


def _list(element):
    number = int(element.get("start") or 1) if element.tag == "ol" else None
    items = []
    for item in element.iterchildren("li"):
        mark = "- " if number is None else f"{number}. "
        text = "\n\n".join(_blocks(item))
        items.append(mark + text.replace("\n", "\n" + " " * len(mark)))
        number = number and number + 1
    lines = "\n".join(items)
    return re.sub(r"^ +$", "", lines, flags=re.MULTILINE)


def _quote(blocks):
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(blocks).split("\n"))


def _care_card(card):
    label = str(CARE_LABELS[level_of(card)])
    opens_with_title = len(card) and card[0].tag in ("h2", "h3") and not (card.text or "").strip()
    if not opens_with_title:
        return [f"**{label}**", *_blocks(card)]
    title, *rest = _blocks(card)
    return [f"**{label}: {title.lstrip('# ')}**", *rest]


def _figure(figure):
    image = figure.find("img")
    yield _image(image.get("alt", ""), image.get("src"))
    caption = figure.find("figcaption")
    if caption is not None:
        yield _one_line(caption)


def _table(table):
    """Yield the caption and the rows; what spans several cells is in each of them."""
    rows = list(table.iter("tr"))
    grid = [{} for _row in rows]
    for number, row in enumerate(rows):
        for cell in row.iterchildren("td", "th"):
            _place(cell, grid[number:])
    width = max((len(cells) for cells in grid), default=0)
    if (caption := table.find("caption")) is not None:
        yield f"**{_one_line(caption)}**"
    lines = [
        "| " + " | ".join(cells.get(place, "") for place in range(width)) + " |" for cells in grid
    ]
    has_head = bool(rows) and all(cell.tag == "th" for cell in rows[0])
    if not has_head:
        lines.insert(0, "|" + "  |" * width)
    lines.insert(1, "|" + " --- |" * width)
    yield "\n".join(lines)


def _place(cell, grid):
    """Write `cell` into the first free place of the first row of `grid`, and as far as it spans."""
    first = next(place for place in range(len(grid[0]) + 1) if place not in grid[0])
    text = "<br>".join("\n".join(_blocks(cell)).replace(_LINE_BREAK, "\n").split("\n"))
    for cells in grid[: _span(cell, "rowspan")]:
        for place in range(first, first + _span(cell, "colspan")):
            cells.setdefault(place, text)


def _span(cell, name):
    value = cell.get(name, "")
    return min(max(int(value), 1), 100) if value.isdecimal() else 1


# Inside of a line


def _inline(element):
    text = _escape(element.text)
    for child in element:
        # A block inside of a link or an emphasis is read as part of the line.
        text += (_inline(child) if child.tag in _INLINE else f" {_one_line(child)} ") + _escape(
            child.tail
        )
    if element.tag == "br":
        return _LINE_BREAK
    if element.tag in ("sub", "sup"):
        return f"<{element.tag}>{text}</{element.tag}>"
    if element.tag == "a":
        return _link(text, element.get("href", ""))
    return _marked(text, _MARKS[element.tag])


def _one_line(element):
    return " ".join(" ".join(_blocks(element)).replace(_LINE_BREAK, " ").split())


def _marked(text, mark):
    """Put marks around `text`, inside of the spaces around it: else they are none."""
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}"


def _link(text, address):
    if not address:
        return text
    if set(" ()<>\\") & set(address):
        address = "<" + address.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C") + ">"
    return f"[{text}]({address})"


def _image(words, address):
    return f"!{_link(_escape(words), address)}"


def _escape(text):
    """Return plain `text`, its space as browsers show it, with no markup in it."""
    text = re.sub(r"[ \t\n\r\f]+", " ", text or "")
    return _MARKUP.sub(r"\\\1", text)


def _escape_opening(match):
    mark, number, point = match.groups()
    return f"\\{mark}" if mark else f"{number}\\{point}"
