"""Reading documents: their words, by field, without the site's boilerplate."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .chunks import Cutter, Words, ends_of
from .document import FIELDS, Document, Facts
from .matrix import Matrix, sparse_rows

# A block of at least so many words (a shorter one may well be what an article is about) that more
# than this share of a corpus has word for word, and more articles than a few, is the site's.
BOILERPLATE_WORDS = 6
BOILERPLATE_SHARE = 0.02
BOILERPLATE_ARTICLES = 20

# The fields that have blocks, in the order in which a reader meets them.
_TEXT = ("summary", "body")

# A number that is no term's.
_GAP = 0
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Blocks:
    """The lines of a field.

    Attributes:
        keys: For each a number that stands for what it says, 0 for a short one.
        ends: Where its words end.
        documents: In which document it is.
    """

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
        blocks: For each field that has blocks, its lines.
        facts: For each document what is kept of it as it stands.
    """

    words: list[str]
    numbers: dict[str, NDArray[np.int32]]
    ends: dict[str, NDArray[np.int64]]
    blocks: dict[str, Blocks]
    facts: list[Facts]

    def word_counts(self, names: Iterable[str]) -> NDArray[np.int64]:
        """Return how often each word is in the fields of these names."""
        counts = [np.bincount(self.numbers[name], minlength=len(self.words)) for name in names]
        return np.asarray(np.sum(counts, axis=0, dtype=np.int64))

    def term_counts(self, name: str, columns: NDArray[np.int32], n_columns: int) -> Matrix:
        """Return documents by terms: how often each is in the field.

        `columns` are, for each word, the column of its term, -1 for one that has none.
        """
        n_documents = len(self.facts)
        found = columns[self.numbers[name]]
        row_of = np.repeat(np.arange(n_documents), np.diff(self.ends[name]))
        places = row_of * n_columns + found
        # To sort numbers is much faster than to sum up the entries of a sparse matrix.
        places, counts = np.unique(places[found >= 0], return_counts=True)
        rows, its_columns = np.divmod(places, max(1, n_columns))
        indptr = np.searchsorted(rows, np.arange(n_documents + 1))
        return sparse_rows(counts, its_columns, indptr, (n_documents, n_columns))

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
            keys, numbers = np.unique(blocks.keys, return_inverse=True)
            of_documents = np.unique(blocks.documents * max(1, len(keys)) + numbers)
            counts = np.bincount(of_documents % max(1, len(keys)), minlength=len(keys))
            found.update(dict(zip(keys.tolist(), counts.tolist(), strict=True)))
        return frozenset(key for key, count in found.items() if key and count > limit)


def read(documents: Iterable[Document]) -> Reading:
    """Read `documents` once, one after the other."""
    cutter = Cutter()
    fields: dict[str, list[Words]] = {name: [cutter.cut([])] for name in FIELDS}
    facts: list[Facts] = []

    for some in batched(documents, _BATCH):
        for name, parts in fields.items():
            parts.append(cutter.cut([document.text(name) for document in some]))
        facts.extend(Facts.of(document) for document in some)
    found = {name: Words.concatenate(parts) for name, parts in fields.items()}
    return Reading(
        words=list(cutter.words),
        numbers={name: its.numbers for name, its in found.items()},
        ends={name: ends_of(its.of_texts) for name, its in found.items()},
        blocks={name: _blocks(found[name]) for name in _TEXT},
        facts=facts,
    )


def _blocks(words: Words) -> Blocks:
    keys = words.keys_of_lines.view(np.int64)
    return Blocks(
        keys=np.where(words.of_lines < BOILERPLATE_WORDS, 0, keys),
        ends=np.cumsum(words.of_lines),
        documents=np.repeat(np.arange(len(words.of_texts)), words.lines_of_texts),
    )


def term_numbers(terms: Iterable[str]) -> NDArray[np.int32]:
    """Return a number for each term, the same in every corpus; 0 for "".

    In 32 bits two of 100,000 terms may well share one, which a rare false mention can come of.
    """
    numbers = [crc32(term.encode()) for term in terms]
    return np.array(numbers, dtype=np.uint32).view(np.int32)
