"""Mentions: a name of one article occurs in the text of another.

A name counts by how rare it is: log(N / n) / log(N), where n of the N articles of the corpus have
it in their texts; and by how often it occurs, though not in proportion.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import batched
from math import log
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from . import language as languages
from .document import Facts
from .matrix import Matrix, sparse_rows
from .reading import term_numbers
from .replacing import IntArray, new_places

# Longer ones are sentences, and nobody's name.
MAX_NAME_TERMS = 8
# To occur more often than this adds nothing.
_ENOUGH = 7
_BATCH = 500
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
# The size of the tables in which most places of a text are seen to start no name: so many places
# for each name, and so many at the most.
_PLACES_PER_NAME_BITS = 7
_MOST_TABLE_BITS = 22

type Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of documents.

    Attributes:
        owners: For each name its document; -1 where that is gone.
        names: For each name its terms.
        written: For each name how its document writes it.
    """

    owners: NDArray[np.int64]
    names: list[Name]
    written: list[str]

    def __len__(self) -> int:
        return len(self.names)


def names_of(facts: Sequence[Facts], language: str) -> Names:
    """Return the names of documents; what says too little to be a name is left out."""
    written = sorted({name for its in facts for name in its.names})
    words = [languages.words(name) for name in written]
    terms = iter(languages.terms([word for its in words for word in its], language))
    parsed = {
        name: tuple(term for _ in its if (term := next(terms)))
        for name, its in zip(written, words, strict=True)
    }
    owners, names, as_written = [], [], []
    for document, its_facts in enumerate(facts):
        seen = set()
        for name in its_facts.names:
            terms_of_name = parsed[name]
            if terms_of_name not in seen and _is_a_name(terms_of_name):
                seen.add(terms_of_name)
                owners.append(document)
                names.append(terms_of_name)
                as_written.append(name)
    return Names(np.array(owners, dtype=np.int64), names, as_written)


def _is_a_name(terms: Name) -> bool:
    return len(terms) <= MAX_NAME_TERMS and len("".join(terms)) > 1


@dataclass(frozen=True, slots=True)
class Occurrences:
    """How often names occur in texts: row, name and count of each pair with any."""

    rows: NDArray[np.int64]
    names: NDArray[np.int64]
    counts: NDArray[np.int64]


class _Finder:
    """Looks for all names at all places of a text at once, by a hash of each stretch of terms."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = sorted(set(names))
        self._by_length = {}
        names = self.names
        self._bits = min(len(names).bit_length() + _PLACES_PER_NAME_BITS, _MOST_TABLE_BITS)
        # Most places of a text start no name, and need no further look.
        self._starts = np.zeros(1 << self._bits, dtype=bool)
        firsts = term_numbers(name[0] for name in names)
        self._starts[self._place(_extend(None, firsts[:, None]))] = True
        for length in sorted({len(name) for name in names}):
            numbers = [number for number, name in enumerate(names) if len(name) == length]
            terms = term_numbers(term for number in numbers for term in names[number])
            hashes = _extend(None, terms.reshape(-1, length))
            order = np.argsort(hashes)
            table = np.zeros(1 << self._bits, dtype=bool)
            table[self._place(hashes)] = True
            self._by_length[length] = (
                table,
                hashes[order],
                np.array(numbers, dtype=np.int64)[order],
            )

    def count(self, tokens: Sequence[NDArray[np.int32]]) -> Occurrences:
        """Return how often each name occurs in each text."""
        found = []
        for batch in batched(range(len(tokens)), _BATCH):
            rows, names = self.find([tokens[row] for row in batch])
            found.append(_count(rows + batch[0], names, len(self.names)))
        return _joined(found)

    def find(
        self, tokens: Sequence[NDArray[np.int32]]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return for each place where a name stands the text and the name."""
        gap = np.zeros(1, dtype=np.int32)
        text = np.concatenate([part for its in tokens for part in (its, gap)])
        ends = np.cumsum([len(its) + 1 for its in tokens])
        rows, numbers = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        hashes = _extend(None, text[:, None])
        starts = np.flatnonzero(self._starts[self._place(hashes)])
        hashes = hashes[starts]
        for length in range(1, max(self._by_length, default=0) + 1):
            if length > 1:
                starts = starts[: np.searchsorted(starts, len(text) - length, side="right")]
                hashes = _extend(hashes[: len(starts)], text[starts + length - 1, None])
            if length in self._by_length:
                table, known, of_known = self._by_length[length]
                likely = np.flatnonzero(table[self._place(hashes)])
                nearest = np.minimum(np.searchsorted(known, hashes[likely]), len(known) - 1)
                is_name = known[nearest] == hashes[likely]
                rows.append(np.searchsorted(ends, starts[likely[is_name]], side="right"))
                numbers.append(of_known[nearest[is_name]])
        return np.concatenate(rows), np.concatenate(numbers)

    def _place(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        return (hashes >> np.uint64(64 - self._bits)).astype(np.int64)


def _extend(hashes: NDArray[np.uint64] | None, terms: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Return the hashes of stretches that go on with `terms`, shape (n_stretches, n_terms)."""
    if hashes is None:
        hashes = np.zeros(len(terms), dtype=np.uint64)
    for column in range(terms.shape[1]):
        hashes = (hashes + terms[:, column].astype(np.uint32) + np.uint64(1)) * _FACTOR
        hashes ^= hashes >> np.uint64(29)
    return hashes


class NamesFound:
    """The names of documents, and where they occur in the texts of these.

    Attributes:
        names: The names of each document.
        finder: Finds them in other texts.
        occurrences: Where they occur; numbers are those of the finder's names.
    """

    def __init__(
        self, tokens: Sequence[NDArray[np.int32]], facts: Sequence[Facts], language: str
    ) -> None:
        self.names = names_of(facts, language)
        self.finder = _Finder(self.names.names)
        self.occurrences = self.finder.count(tokens)

    def frequencies(self) -> dict[Name, int]:
        """Return for each name in how many texts it occurs."""
        names = self.finder.names
        found = np.bincount(self.occurrences.names, minlength=len(names))
        return dict(zip(names, found.tolist(), strict=True))


class _Texts:
    """The terms of many documents, to be looked through for a few names.

    Attributes:
        places: For each document its place, -1 if it is gone.
    """

    def __init__(self, tokens: Sequence[NDArray[np.int32]]) -> None:
        gap = np.zeros(1, dtype=np.int32)
        self._terms = np.concatenate([gap, *(part for its in tokens for part in (its, gap))])
        self._ends = np.cumsum([len(its) + 1 for its in tokens])
        self.places = np.arange(len(tokens))

    def moved(self, places: IntArray) -> Self:
        """Return these texts at the new places of their documents."""
        other = copy(self)
        other.places = _moved(self.places, places)
        return other

    def count(self, names: Sequence[Name]) -> Occurrences:
        """Return how often each name occurs in each text that is not gone, by place."""
        found = []
        for number, name in enumerate(names):
            first, *others = term_numbers(name).tolist()
            starts = np.flatnonzero(self._terms == first)
            for distance, term in enumerate(others, start=1):
                # A name ends before the gap at the end of all.
                starts = starts[starts + distance < len(self._terms)]
                starts = starts[self._terms[starts + distance] == term]
            rows = self.places[np.searchsorted(self._ends, starts)]
            rows = rows[rows >= 0]
            found.append(_count(rows, np.full(len(rows), number), len(names)))
        return _joined(found)


class _Table:
    """Some of the names of documents, and what each counts.

    `first` is the number of the first among the names of all documents.
    """

    def __init__(
        self, finder: _Finder, names: Sequence[Name], first: int, rarity: "Rarity"
    ) -> None:
        self.finder = finder
        self._rarities = np.array([rarity(name) for name in finder.names])
        number_of = {name: number for number, name in enumerate(finder.names)}
        of_entry = np.array([number_of[name] for name in names], dtype=np.int64)
        order = np.argsort(of_entry, kind="stable")
        self._entries = order + first
        self._starts = np.searchsorted(of_entry[order], np.arange(len(finder.names) + 1))

    def weigh(self, found: Occurrences, first_row: int = 0) -> "_Pairs":
        """Return each name found, once for each document whose name it is, and its strength."""
        owned = np.diff(self._starts)[found.names]
        firsts = np.repeat(self._starts[:-1][found.names] - np.cumsum(owned) + owned, owned)
        often = np.log1p(np.minimum(found.counts, _ENOUGH)) / log(1 + _ENOUGH)
        return _Pairs(
            rows=np.repeat(found.rows, owned) + first_row,
            entries=self._entries[firsts + np.arange(len(firsts))],
            strengths=np.repeat(often * self._rarities[found.names], owned),
        )


class _Pairs(NamedTuple):
    """Documents and the names that they mention, as numbers among all names."""

    rows: IntArray
    entries: IntArray
    strengths: NDArray[np.float64]


class Mentions:
    """Who mentions whom.

    Attributes:
        names: The names of all documents, and some of documents that are gone.
        strengths: Documents by documents: how strongly the row's text mentions the column's.
        back: The same, by the document that is mentioned.
        best: The places of `strengths`: 1 + the number in `names` of the name that says so.
    """

    def __init__(
        self,
        tokens: Sequence[NDArray[np.int32]],
        facts: Sequence[Facts],
        *,
        language: str,
        rarity: "Rarity",
        found: NamesFound | None = None,
    ) -> None:
        self._language, self._rarity = language, rarity
        self._texts = _Texts(tokens)
        found = NamesFound(tokens, facts, language) if found is None else found
        self.names = found.names
        self._n_known = len(self.names)
        self._known = _Table(found.finder, self.names.names, 0, rarity)
        self._connect(len(facts), *self._strongest([self._known.weigh(found.occurrences)]))

    def replaced(
        self, removed: IntArray, tokens: Sequence[NDArray[np.int32]], facts: Sequence[Facts]
    ) -> Self:
        """Return the mentions without those of the documents `removed`, and of others at the end.

        `tokens` are those of all documents, `facts` those of the new ones.
        """
        n_kept = len(tokens) - len(facts)
        places = new_places(n_kept + len(removed), removed)
        new_names = names_of(facts, self._language)
        other = copy(self)
        other._texts = self._texts.moved(places)
        other.names = Names(
            np.concatenate([_moved(self.names.owners, places), new_names.owners + n_kept]),
            [*self.names.names, *new_names.names],
            [*self.names.written, *new_names.written],
        )
        # What came since `_known` and `_texts` were made is little, and read anew each time.
        n_known, n_in_texts = self._n_known, int((other._texts.places >= 0).sum())
        names_since, rarity = other.names.names[n_known:], self._rarity
        since = _Table(_Finder(names_since), names_since, n_known, rarity)
        newest = _Table(_Finder(new_names.names), new_names.names, len(self.names), rarity)
        new_tokens = tokens[n_kept:]
        pairs = [
            self._known.weigh(self._known.finder.count(new_tokens), n_kept),
            since.weigh(since.finder.count(new_tokens), n_kept),
            newest.weigh(other._texts.count(newest.finder.names)),
            newest.weigh(newest.finder.count(tokens[n_in_texts:n_kept]), n_in_texts),
        ]
        old = self._moved(places) if len(removed) else self._as_connected()
        new = other._strongest(pairs)
        # Each behind those of its row.
        behind = np.searchsorted(old[0], new[0], side="right")
        parts = (np.insert(*its) for its in zip(old, [behind] * len(old), new, strict=True))
        other._connect(len(tokens), *parts)
        return other

    def _as_connected(self) -> tuple[NDArray[Any], ...]:
        """Return row, owner, strength and best name of each mention, in the order of the rows."""
        matrix = self.strengths
        rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        return rows, matrix.indices, matrix.data, self.best.data

    def _moved(self, places: IntArray) -> tuple[NDArray[Any], ...]:
        """Return the same, without those of documents that are gone, by the new places."""
        rows, owners, strengths, best = self._as_connected()
        rows, owners = places[rows], places[owners]
        stay = (rows >= 0) & (owners >= 0)
        return rows[stay], owners[stay], strengths[stay], best[stay]

    def _strongest(
        self, found: Sequence[_Pairs]
    ) -> tuple[IntArray, IntArray, NDArray[np.float64], IntArray]:
        """Return of each two documents the strongest mention; of equals, the first as written."""
        rows, entries, strengths = (np.concatenate(parts) for parts in zip(*found, strict=True))
        owners = self.names.owners[entries]
        order = np.lexsort((entries, -strengths, owners, rows))
        order = order[((owners >= 0) & (rows != owners) & (strengths > 0))[order]]
        changes = (np.diff(rows[order], prepend=-1) != 0) | (
            np.diff(owners[order], prepend=-1) != 0
        )
        first = order[changes]
        return rows[first], owners[first], strengths[first], entries[first] + 1

    def _connect(
        self,
        n: int,
        rows: IntArray,
        owners: IntArray,
        strengths: NDArray[np.float64],
        best: IntArray,
    ) -> None:
        """Store mentions that are in the order of their rows."""
        indptr = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n))])
        self.strengths = sparse_rows(strengths, owners, indptr, (n, n))
        self.best = sparse_rows(best, owners, indptr, (n, n))
        self.back: Matrix = self.strengths.T.tocsr()


def _moved(rows: IntArray, places: IntArray) -> IntArray:
    """Return the new places of rows, of which some, -1, have had none before."""
    return np.append(places, -1)[rows]


def _count(rows: IntArray, names: IntArray, n_names: int) -> Occurrences:
    pairs, counts = np.unique(rows * n_names + names, return_counts=True)
    return Occurrences(pairs // max(1, n_names), pairs % max(1, n_names), counts)


def _joined(found: Sequence[Occurrences]) -> Occurrences:
    none = np.zeros(0, dtype=np.int64)
    return Occurrences(
        *(
            np.concatenate([none, *(getattr(part, name) for part in found)])
            for name in Occurrences.__slots__
        )
    )


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare names are in a corpus, from 0 to 1.

    A name that the corpus did not have is as rare as its rarest term.
    """

    n_documents: int
    of_names: Mapping[Name, int]
    of_terms: Mapping[str, int]

    def __call__(self, name: Iterable[str]) -> float:
        name = tuple(name)
        found = self.of_names.get(name)
        if found is None:
            found = min(self.of_terms.get(term, 0) for term in name)
        n = max(2, self.n_documents)
        return max(0.0, log(n / min(n, max(1, found))) / log(n))
