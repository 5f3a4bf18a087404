"""The stored reasons in an editor's words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WORDS_NAMED = 5
# What gives less than this share of a score is not worth a sentence.
LEAST_SHARE = 0.05


def in_words(reasons):
    """Return a sentence for each reason of a row that matters, in the order of the reasons."""
    total = sum(_score(reason) for reason in reasons)
    return [
        _in_words(reason)
        for reason in reasons
        if not total or _score(reason) >= LEAST_SHARE * total
    ]


def _score(reason):
    return reason.get("score") or 0


def _in_words(reason):
    signal = str(reason.get("signal", "?"))
    return _SENTENCES.get(signal, _unknown)(reason)


def _text(reason):
    words = _names(reason.get("terms"))
    return _("Shares the words %s") % words if words else _("Has much the same text")


def _meaning(reason):
    return _("Close in meaning")


def _mention(reason):
    names = _names(reason.get("names"))
    return _("Mentions it by name, or is mentioned: %s") % names if names else _("Mentions it")


def _link(reason):
    sentences = [
        sentence
        for direction, sentence in (
            ("to", _("Linked from the text")),
            ("from", _("Links to this article")),
            ("shared", _("Linked with the same pages")),
        )
        if direction in (reason.get("links") or [])
    ]
    return "; ".join(sentences) or _("Linked")


def _topic(reason):
    topics = reason.get("topics") or []
    text = ngettext("Same topic: %s", "Same topics: %s", len(topics))
    return text % _names(topics) if topics else _("Same topic")


def _pin(reason):
    return _("Pinned by an editor")


def _fallback(reason):
    if reason.get("why") == "same topic":
        return _("Same topic, newest (too little in common otherwise)")
    return _("Newest (too little in common otherwise)")


def _unknown(reason):
    return str(reason.get("signal", "?"))


def _names(items):
    """Return what the items are called, best first: strings, or objects with a name in them."""
    names = [
        str(item.get("term") or item.get("name") or "") if isinstance(item, dict) else str(item)
        for item in (items or [])[:WORDS_NAMED]
    ]
    return ", ".join(name for name in names if name)


_SENTENCES = {
    "text": _text,
    "meaning": _meaning,
    "mention": _mention,
    "link": _link,
    "topic": _topic,
    "pin": _pin,
    "fallback": _fallback,
}
