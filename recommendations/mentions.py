"""Mentions: a name of one article occurs in the text of another.

A name counts by how rare it is: log(N / n) / log(N), where n of the N articles of the corpus have
it in their texts; and by how often it occurs, though not in proportion.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from . import language as languages
from .document import Facts, Matrix
from .reading import term_numbers

# Longer ones are sentences, and nobody's name.
MAX_NAME_TERMS = 8
# To occur more often than this adds nothing.
_ENOUGH = 7
_BATCH = 500
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
# The size of the table in which most places of a text are seen to start no name.
_TABLE_BITS = 22

type Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of documents.

    Attributes:
        owners: For each name its document.
        names: For each name its terms.
        written: For each name how its document writes it.
    """

    owners: NDArray[np.int64]
    names: list[Name]
    written: list[str]


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


def occurrences(tokens: Sequence[NDArray[np.int32]], names: Sequence[Name]) -> Occurrences:
    """Return how often each of the different `names` occurs in each text."""
    finder = _Finder(names)
    found = [Occurrences(*(np.zeros(0, dtype=np.int64) for _ in range(3)))]
    for batch in batched(range(len(tokens)), _BATCH):
        rows, numbers = finder.find([tokens[row] for row in batch])
        pairs, counts = np.unique(rows * len(names) + numbers, return_counts=True)
        found.append(
            Occurrences(pairs // max(1, len(names)) + batch[0], pairs % max(1, len(names)), counts)
        )
    return Occurrences(
        *(np.concatenate([getattr(part, name) for part in found]) for name in Occurrences.__slots__)
    )


class _Finder:
    """Looks for all names at all places of a text at once, by a hash of each stretch of terms."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._by_length = {}
        # Most places of a text start no name, and need no further look.
        self._starts = np.zeros(1 << _TABLE_BITS, dtype=bool)
        firsts = term_numbers(name[0] for name in names)
        self._starts[_place(_extend(None, firsts[:, None]))] = True
        for length in sorted({len(name) for name in names}):
            numbers = [number for number, name in enumerate(names) if len(name) == length]
            terms = term_numbers(term for number in numbers for term in names[number])
            hashes = _extend(None, terms.reshape(-1, length))
            order = np.argsort(hashes)
            table = np.zeros(1 << _TABLE_BITS, dtype=bool)
            table[_place(hashes)] = True
            self._by_length[length] = (
                table,
                hashes[order],
                np.array(numbers, dtype=np.int64)[order],
            )

    def find(
        self, tokens: Sequence[NDArray[np.int32]]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return for each place where a name stands the text and the name."""
        gap = np.zeros(1, dtype=np.int32)
        text = np.concatenate([part for its in tokens for part in (its, gap)])
        ends = np.cumsum([len(its) + 1 for its in tokens])
        rows, numbers = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        hashes = _extend(None, text[:, None])
        starts = np.flatnonzero(self._starts[_place(hashes)])
        hashes = hashes[starts]
        for length in range(1, max(self._by_length, default=0) + 1):
            if length > 1:
                starts = starts[: np.searchsorted(starts, len(text) - length, side="right")]
                hashes = _extend(hashes[: len(starts)], text[starts + length - 1, None])
            if length in self._by_length:
                table, known, of_known = self._by_length[length]
                likely = np.flatnonzero(table[_place(hashes)])
                nearest = np.minimum(np.searchsorted(known, hashes[likely]), len(known) - 1)
                is_name = known[nearest] == hashes[likely]
                rows.append(np.searchsorted(ends, starts[likely[is_name]], side="right"))
                numbers.append(of_known[nearest[is_name]])
        return np.concatenate(rows), np.concatenate(numbers)


def _extend(hashes: NDArray[np.uint64] | None, terms: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Return the hashes of stretches that go on with `terms`, shape (n_stretches, n_terms)."""
    if hashes is None:
        hashes = np.zeros(len(terms), dtype=np.uint64)
    for column in range(terms.shape[1]):
        hashes = (hashes + terms[:, column].astype(np.uint32) + np.uint64(1)) * _FACTOR
        hashes ^= hashes >> np.uint64(29)
    return hashes


def _place(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    return (hashes >> np.uint64(64 - _TABLE_BITS)).astype(np.int64)


def name_frequencies(
    tokens: Sequence[NDArray[np.int32]], facts: Sequence[Facts], language: str
) -> dict[Name, int]:
    """Return for each name in how many texts it occurs."""
    names = sorted(set(names_of(facts, language).names))
    found = np.bincount(occurrences(tokens, names).names, minlength=len(names))
    return dict(zip(names, found.tolist(), strict=True))


class Mentions:
    """Who mentions whom.

    Attributes:
        strengths: Documents by documents: how strongly the row's text mentions the column's.
        best: The same places: 1 + the number in `names` of the name that says so.
    """

    def __init__(
        self,
        tokens: Sequence[NDArray[np.int32]],
        facts: Sequence[Facts],
        *,
        language: str,
        rarity: "Rarity",
    ) -> None:
        self.names = names_of(facts, language)
        n = len(facts)
        different = sorted(set(self.names.names))
        number_of = {name: number for number, name in enumerate(different)}
        found = occurrences(tokens, different)
        # Each name found, once for each document whose name it is.
        of_entry = np.array([number_of[name] for name in self.names.names], dtype=np.int64)
        entries = np.argsort(of_entry, kind="stable")
        starts = np.searchsorted(of_entry[entries], np.arange(len(different) + 1))
        owned = np.diff(starts)[found.names]
        rows = np.repeat(found.rows, owned)
        firsts = np.repeat(starts[:-1][found.names] - np.cumsum(owned) + owned, owned)
        entry = entries[firsts + np.arange(len(rows))]
        rarities = np.array([rarity(name) for name in different])
        often = np.log1p(np.minimum(found.counts, _ENOUGH)) / log(1 + _ENOUGH)
        strengths = np.repeat(often * rarities[found.names], owned)
        owners = self.names.owners[entry]
        # The strongest of each pair of documents; of equals, the first as written.
        order = np.lexsort((entry, -strengths, owners, rows))
        order = order[(rows != owners)[order] & (strengths > 0)[order]]
        rows, owners = rows[order], owners[order]
        pairs = rows * n + owners
        first = np.flatnonzero(np.diff(pairs, prepend=-1))
        shape, places = (n, n), (rows[first], owners[first])
        self.strengths: Matrix = csr_array((strengths[order][first], places), shape=shape)
        self.best: Matrix = csr_array((entry[order][first] + 1, places), shape=shape)


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
