"""Two texts side by side: each as it is, with what the other has not marked in it.

Words are compared together with what they are set in: a word that became bold, a heading of another
level and a link to another address are changes, too, though they read the same.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from django.utils.safestring import mark_safe
from django.utils.translation import ngettext
from lxml.html.builder import E

from ..html import parse_fragment, serialize_fragment

# Each begins a passage of its own.
_PASSAGES = frozenset("caption figcaption h2 h3 li p td th".split())
# They hold passages, and say nothing of the words in them.
_BOXES = frozenset("div figure table tbody thead tr".split())
# The signs behind a word are one of their own.
_WORD = re.compile(r"\S+?(?=[.,;:!?)”»…]*(?:\s|$))\s*")
_BEGIN = ("¶",)
# A passage that has less than this in common with another reads better as one that is new.
_ALIKE = 0.3
# Passages that are the same are closed up from so many on.
_MANY = 4


def mark(before, after):
    """Return both, with `<del>` around what only the first has, and `<ins>` for the second."""
    one, other = _Side(before, "del"), _Side(after, "ins")
    for tag, first, last, other_first, other_last in _opcodes(one.passages, other.passages):
        if tag != "equal":
            _compare(one, one.words_of(first, last), other, other.words_of(other_first, other_last))
            one.touch(first, last)
            other.touch(other_first, other_last)
    return one.marked(), other.marked()


def _compare(one, words, other, others):
    keys, other_keys = ([word.key for word in some] for some in (words, others))
    for tag, first, last, other_first, other_last in _opcodes(keys, other_keys):
        if tag != "equal":
            one.changed.update(words[first:last])
            other.changed.update(others[other_first:other_last])
    one.round_up(words)
    other.round_up(others)


def _opcodes(one, other):
    return SequenceMatcher(None, one, other).get_opcodes()


@dataclass(frozen=True, eq=False)
class _Word:
    """A word, a picture or the begin of a passage, and where it is in the tree."""

    key: tuple
    passage: int
    element: object
    part: str = ""  # "text" or "tail"; "" for the element itself
    start: int = 0
    end: int = 0


class _Side:
    """One of two texts, word by word."""

    def __init__(self, html, tag):
        self.tree = parse_fragment(html)
        self.tag = tag
        self.words = []
        self.changed = set()
        self._touched = set()
        self._passage = 0
        self._read(self.tree, ())
        grouped = groupby(self.words, key=lambda word: word.passage)
        self._by_passage = [list(words) for _number, words in grouped]

    def _read(self, element, context):
        if element.tag in _PASSAGES:
            self._passage += 1
            self.words.append(_Word(_BEGIN, self._passage, element))
        if element.tag == "img":
            key = (element.get("src"), context)
            self.words.append(_Word(key, self._passage, element))
        if element.tag not in _BOXES:
            context = (*context, (element.tag, element.get("href"), element.get("lang")))
        self._read_text(element, "text", context)
        for child in element:
            self._read(child, context)
            if child.tag in _PASSAGES:
                self._passage += 1  # what follows is none of it
            self._read_text(child, "tail", context)

    def _read_text(self, element, part, context):
        for word in _WORD.finditer(getattr(element, part) or ""):
            key = (word[0].rstrip(), context)
            self.words.append(_Word(key, self._passage, element, part, *word.span()))

    @property
    def passages(self):
        return [tuple(word.key for word in words) for words in self._by_passage]

    def words_of(self, first, last):
        return [word for words in self._by_passage[first:last] for word in words]

    def touch(self, first, last):
        """Note that the passages differ; where there are none, those around the place do."""
        if first == last:
            first, last = max(first - 1, 0), last + 1
        self._touched.update(word.element for word in self.words_of(first, last))

    def round_up(self, words):
        """Let passages be changed as a whole that have but single words in common."""
        for _number, group in groupby(words, key=lambda word: word.passage):
            its = [word for word in group if word.key != _BEGIN]
            if sum(word not in self.changed for word in its) < _ALIKE * len(its):
                self.changed.update(its)

    def marked(self):
        for (element, part), group in groupby(self.words, lambda word: (word.element, word.part)):
            words = list(group)
            if part and not self.changed.isdisjoint(words):
                self._mark_text(element, part, words)
        for word in self.changed:
            if word.key == _BEGIN:
                self._mark_begin(word)
            elif not word.part:
                self._wrap(word.element)
        self._close_up()
        return mark_safe(serialize_fragment(self.tree))  # noqa: S308  (of cleaned HTML)

    def _mark_text(self, element, part, words):
        text = getattr(element, part)
        setattr(element, part, text[: words[0].start])
        marks = []
        for is_changed, group in groupby(words, self.changed.__contains__):
            its = list(group)
            piece = text[its[0].start : its[-1].end]
            if is_changed:
                marks.append(E(self.tag, piece.rstrip()))
                marks[-1].tail = piece[len(piece.rstrip()) :]
            elif marks:
                marks[-1].tail += piece
            else:
                setattr(element, part, getattr(element, part) + piece)
        parent, place = (element, 0)
        if part == "tail":
            parent, place = element.getparent(), element.getparent().index(element) + 1
        for number, one in enumerate(marks):
            parent.insert(place + number, one)

    def _mark_begin(self, begin):
        """Show that a passage begins here, where its first word is not marked anyway."""
        element, place = begin.element, self.words.index(begin) + 1
        follows = self.words[place] if place < len(self.words) else begin
        if follows.passage == begin.passage and follows not in self.changed:
            sign = E(self.tag, _BEGIN[0])
            sign.tail, element.text = element.text, None
            element.insert(0, sign)

    def _wrap(self, element):
        wrapper = E(self.tag)
        element.addprevious(wrapper)
        wrapper.tail, element.tail = element.tail, None
        wrapper.append(element)

    def _close_up(self):
        """Hide what is the same at length, but for a passage beside what is not."""
        kept = [any(part in self._touched for part in element.iter()) for element in self.tree]
        if not any(kept):
            return
        near = [any(kept[max(place - 1, 0) : place + 2]) for place in range(len(kept))]
        for is_near, group in groupby(
            zip(near, list(self.tree), strict=True), lambda pair: pair[0]
        ):
            elements = [element for _, element in group]
            if not is_near and len(elements) >= _MANY:
                _close(elements)


def _close(elements):
    words = ngettext("%d passage is the same", "%d passages are the same", len(elements))
    details = E("details", E("summary", words % len(elements)))
    elements[0].addprevious(details)
    details.extend(elements)
