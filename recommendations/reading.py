"""Reading documents: their words, by field, without the site's boilerplate."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from . import language as languages
from .document import FIELDS, Document, Facts, Matrix
from .incidence import Numbering

# A block of at least so many words (a shorter one may well be what an article is about) that more
# than this share of a corpus has word for word, and more articles than a few, is the site's.
BOILERPLATE_WORDS = 6
BOILERPLATE_SHARE = 0.02
BOILERPLATE_ARTICLES = 20

# The fields that have blocks, in the order in which a reader meets them.
_TEXT = ("summary", "body")

# A number that is no term's.
_GAP = 0


@dataclass(frozen=True, slots=True)
class Blocks:
    """The lines of a field: for each what it says, where it ends, and in which document it is."""

    keys: NDArray[np.int64]
    ends: NDArray[np.int64]
    documents: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of documents.

    Attributes:
        words: All words, as they are written; a word's place is its number.
        numbers: For each field the numbers of its words, one document after the other.
        ends: For each field where each document's words end, after a 0.
        blocks: For each field that has blocks, those with `BOILERPLATE_WORDS` or more.
        facts: For each document what is kept of it as it stands.
    """

    words: list[str]
    numbers: dict[str, NDArray[np.int32]]
    ends: dict[str, NDArray[np.int64]]
    blocks: dict[str, Blocks]
    facts: list[Facts]

    def counts(self, name: str) -> Matrix:
        """Return documents by words: how often each is in the field."""
        numbers, ends = self.numbers[name], self.ends[name]
        parts = (np.ones(len(numbers), dtype=np.int32), numbers, ends)
        # A copy, because the words are put in another order.
        counts: Matrix = csr_array(parts, shape=(len(ends) - 1, len(self.words)), copy=True)
        counts.sum_duplicates()
        return counts

    def tokens(self, terms: Sequence[str]) -> list[NDArray[np.int32]]:
        """Return for each document the terms of its text in order, as `term_numbers`.

        `terms` are those of `words`. Stop words are left out; a gap stands between the fields.
        """
        numbers_of_terms = term_numbers(terms)
        fields = []
        for name in _TEXT:
            found = numbers_of_terms[self.numbers[name]]
            kept = found != _GAP
            ends = np.concatenate([[0], np.cumsum(kept)])[self.ends[name]]
            fields.append(np.split(found[kept], ends[1:-1])[: len(self.facts)])
        gap = np.array([_GAP], dtype=np.int32)
        return [np.concatenate([a, gap, b]) for a, b in zip(*fields, strict=True)]

    def without(self, boilerplate: frozenset[int]) -> "Reading":
        """Return the reading without the blocks of these keys."""
        if not boilerplate:
            return self
        numbers, ends = dict(self.numbers), dict(self.ends)
        unwanted = np.array(sorted(boilerplate), dtype=np.int64)
        for name, blocks in self.blocks.items():
            dropped = np.isin(blocks.keys, unwanted)
            starts = np.concatenate([[0], blocks.ends])[:-1]
            is_kept = np.repeat(~dropped, blocks.ends - starts)
            numbers[name] = self.numbers[name][is_kept]
            ends[name] = np.concatenate([[0], np.cumsum(is_kept)])[self.ends[name]]
        return replace(self, numbers=numbers, ends=ends)

    def boilerplate(self) -> frozenset[int]:
        """Return the keys of the blocks that too many documents have word for word."""
        n_documents = len(self.facts)
        limit = max(BOILERPLATE_ARTICLES, BOILERPLATE_SHARE * n_documents)
        found: Counter[int] = Counter()
        for blocks in self.blocks.values():
            of_document = np.unique(np.stack([blocks.documents, blocks.keys]), axis=1)
            keys, counts = np.unique(of_document[1], return_counts=True)
            found.update(dict(zip(keys.tolist(), counts.tolist(), strict=True)))
        return frozenset(key for key, count in found.items() if key and count > limit)


def read(documents: Iterable[Document], *, done: Callable[[], None] | None = None) -> Reading:
    """Read `documents` once, one after the other."""
    numbering = Numbering()
    numbers = {name: array("i") for name in FIELDS}
    ends = {name: array("q", [0]) for name in FIELDS}
    blocks = {name: (array("q"), array("q"), array("q")) for name in _TEXT}
    facts: list[Facts] = []
    for document in documents:
        for name in FIELDS:
            found = numbers[name]
            if name in blocks:
                keys, block_ends, owners = blocks[name]
                for line in document.text(name).split("\n"):
                    words = languages.words(line)
                    found.extend(map(numbering.__getitem__, words))
                    keys.append(_block_key(words))
                    block_ends.append(len(found))
                    owners.append(len(facts))
            else:
                words = languages.words(document.text(name))
                found.extend(map(numbering.__getitem__, words))
            ends[name].append(len(found))
        facts.append(Facts.of(document))
    return Reading(
        words=list(numbering),
        numbers={name: np.array(found, dtype=np.int32) for name, found in numbers.items()},
        ends={name: np.array(found, dtype=np.int64) for name, found in ends.items()},
        blocks={
            name: Blocks(*(np.array(part, dtype=np.int64) for part in parts))
            for name, parts in blocks.items()
        },
        facts=facts,
    )


def _block_key(words: Sequence[str]) -> int:
    """Return a number that stands for a block of these words, 0 for a short one."""
    if len(words) < BOILERPLATE_WORDS:
        return 0
    text = " ".join(words).casefold().encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), signed=True)


def term_numbers(terms: Iterable[str]) -> NDArray[np.int32]:
    """Return a number for each term, the same in every corpus; 0 for "".

    In 32 bits two of 100,000 terms may well share one, which a rare false mention can come of.
    """
    numbers = [crc32(term.encode()) for term in terms]
    return np.array(numbers, dtype=np.uint32).view(np.int32)
