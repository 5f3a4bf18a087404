"""What one knows of a text without reading it: its headings, with their ids, and its length."""

from difflib import SequenceMatcher
from itertools import count

from django.utils.text import slugify

from .html import parse_fragment

# The ids that the page's own templates use; no heading of a text may take one. An id with a dot in
# it needs no place here: no heading's has one.
PAGE_IDS = frozenset(
    "about-page content contents key-facts questions references related-heading search-text".split()
)
WORDS_A_MINUTE = 220
# How much of a heading may be reworded so that it still is the same, from 0, all, to 1, nothing.
SIMILAR = 0.6


def outline(html, former=()):
    """Return the headings of cleaned `html`, as pairs of id and text, and its number of words.

    `former` are the headings of the text before its last change; see `name_headings`.
    """
    tree = parse_fragment(html)
    texts = heading_texts(tree)
    headings = [list(pair) for pair in zip(name_headings(texts, former), texts, strict=True)]
    return headings, count_words(tree)


def heading_texts(tree):
    return [" ".join(heading.text_content().split()) for heading in tree.iter("h2", "h3")]


def count_words(tree):
    return sum(len(text.split()) for text in tree.itertext())


def minutes_to_read(words):
    return max(1, round(words / WORDS_A_MINUTE))


def name_headings(texts, former=()):
    """Return an id for each heading, so that addresses with the ids of `former` stay good.

    A heading has the id of the former one with the same text, else with the most similar text, else
    in the same place where their number did not change; else one made of its words.
    """
    former = [(name, text) for name, text in former if name not in PAGE_IDS]
    ids, left = [None] * len(texts), dict(former)
    for place, name in _claims(texts, former, ids, left):
        if ids[place] is None and name in left:
            ids[place] = name
            del left[name]
    for place, text in enumerate(texts):
        ids[place] = ids[place] or free_id(text, PAGE_IDS.union(ids))
    return ids


def _claims(texts, former, ids, left):
    """Yield places and former ids that belong together, the surest first.

    `ids` and `left`, what is given and what is not, change as the claims are granted.
    """
    for place, text in enumerate(texts):
        yield from ((place, name) for name, old in former if old == text)
    yield from _most_similar_first(texts, ids, left)
    if len(former) == len(texts):
        yield from enumerate(name for name, _ in former)


def _most_similar_first(texts, ids, left):
    """Return those places without an id and ids without a place that have similar texts."""
    pairs = [
        (SequenceMatcher(None, text.casefold(), old.casefold()).ratio(), place, name)
        for place, text in enumerate(texts)
        if ids[place] is None
        for name, old in left.items()
    ]
    similar = [pair for pair in pairs if pair[0] >= SIMILAR]
    return [(place, name) for _, place, name in sorted(similar, key=lambda pair: -pair[0])]


def free_id(text, taken):
    """Return an id made of the words of `text` that is not among `taken`."""
    base = slugify(text) or slugify(text, allow_unicode=True) or "section"
    if base not in taken:
        return base
    return next(name for n in count(2) if (name := f"{base}-{n}") not in taken)
