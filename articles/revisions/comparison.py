"""What differs between two contents, as people read it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml.html.builder import P

from ..care_cards import CARE_LABELS, level_of
from ..figures import pictures_in
from ..html import parse_fragment, serialize_fragment
from ..models import Article, Person, Picture
from ..models.topic import topics_standing_for
from ..pictures.renditions import thumbnail
from .added import added_parts
from .content import PARTS, all_keys
from .marking import mark

# Made from the body, which is compared itself.
_DERIVED = {"headings"}


@dataclass(frozen=True)
class Difference:
    """One thing that changed: as it was, with `<del>`, and as it is, with `<ins>`."""

    key: str
    before: SafeString
    after: SafeString

    @property
    def label(self):
        return label_of(self.key)


def compare(before, after):
    """Return what differs between two contents, in the order of the form."""
    return [
        Difference(key, *mark(_as_html(key, before[key]), _as_html(key, after[key])))
        for key in changed_keys(before, after)
    ]


def changed_keys(before, after):
    return [
        key
        for key in all_keys()
        if key not in _DERIVED
        # One that is older than a part of another app knows nothing of it.
        and ((key in before and key in after) or key not in added_parts())
        and before[key] != after[key]
    ]


def label_of(key):
    if key in PARTS:
        return str(PARTS[key][0]._meta.verbose_name_plural)
    if key in added_parts():
        return str(added_parts()[key].label)
    return str(Article._meta.get_field(key).verbose_name)


def _as_html(key, value):
    if key in added_parts():
        return added_parts()[key].as_html(value)
    return _RENDERERS.get(key, _text)(value)


def _text(value):
    return format_html("<p>{}</p>", value or "")


def _lines(values):
    items = format_html_join("", "<li>{}</li>", ((value,) for value in values))
    return format_html("<ul>{}</ul>", items)


def _moment(value):
    moment = value and timezone.localtime(parse_datetime(value))
    return _text(moment and date_format(moment, "DATETIME_FORMAT"))


def _day(value):
    return _text(value and date_format(parse_date(value)))


def _named(model, pks):
    """Return the rows' names in the order of their keys."""
    found = model.objects.in_bulk(pks)
    return _lines(str(found.get(pk, _("deleted"))) for pk in pks)


def _body(html):
    """Return `html` with small pictures, and with what pages say of these and of care cards."""
    tree = parse_fragment(html)
    for card in tree.iter("div"):
        if card is not tree:
            label = P({"class": "care-card-label"}, str(CARE_LABELS[level_of(card)]))
            label.tail, card.text = card.text, None
            card.insert(0, label)
    pictures = pictures_in(html)
    for image in list(tree.iter("img")):
        words, figure = image.get("alt"), image.getparent()
        shown = _thumbnail(pictures.get(image.get("data-picture")))
        figure.replace(image, parse_fragment(shown)[0])
        if words:
            figure.append(P(_("Alternative text on this page: %(words)s") % {"words": words}))
    return mark_safe(serialize_fragment(tree))  # noqa: S308  (cleaned)


def _picture(pk):
    return _thumbnail(Picture.objects.filter(pk=pk).first()) if pk else _text("")


def _thumbnail(picture):
    if picture is None:
        return _text(_("deleted"))
    image = '<p><img class="thumbnail" src="{}" alt=""> {}</p>'
    return format_html(image, thumbnail(picture), picture)


def _original(pk):
    return _named(Article, [pk] if pk else [])


def _questions(rows):
    return format_html_join(
        "",
        "<p><strong>{}</strong></p>{}",
        ((row["question"], mark_safe(row["answer"])) for row in rows),  # noqa: S308  (cleaned)
    )


def _references(rows):
    return _lines(" · ".join(str(value) for value in row.values() if value) for row in rows)


_RENDERERS = {
    "body": _body,
    "picture": _picture,
    "key_facts": _lines,
    "also_known_as": _lines,
    "published_at": _moment,
    "expires_at": _moment,
    "review_due_on": _day,
    "translation_of": _original,
    "topics": lambda pks: _lines(sorted(topic.name for topic in topics_standing_for(pks))),
    "authorships": lambda rows: _named(Person, [row["person"] for row in rows]),
    "questions": _questions,
    "references": _references,
}
