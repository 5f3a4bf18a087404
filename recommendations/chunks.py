"""Texts parted at their spaces into chunks, and these into words: many texts at once.

A chunk is mostly a word, perhaps with a comma. The same ones come again and again: each is looked
at once, and is a number from then on. To cut one text after the other takes twice as long.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Self

import numpy as np
from numpy.typing import NDArray

from . import language as languages

# The hash of a stretch is the sum of its values, each times another power of this odd number.
_FACTOR = 0x9E3779B97F4A7C15
_INVERSE = pow(_FACTOR, -1, 1 << 64)
# So many are kept; they take 4 MB.
_POWERS = 1 << 19
_TABLE_BITS = 20
_LINE_END = ord("\n")
# What parts chunks: spaces and control characters up to this one. Any other space is part of a
# chunk, as a comma is.
_LAST_SPACE = ord(" ")
# What comes as JSON from outside may have halves of characters.
_ERRORS = "surrogatepass"

type IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Parted:
    """Some texts and their chunks.

    Attributes:
        data: The texts one after the other, as bytes.
        starts, ends: For each chunk where it is in these.
        hashes: For each chunk a number that no other has.
        chunks_of_texts: For each text how many chunks it has.
        chunks_of_lines: For each line how many chunks it has.
        lines_of_texts: For each text how many lines it has.
    """

    data: bytes
    starts: IntArray
    ends: IntArray
    hashes: NDArray[np.uint64]
    chunks_of_texts: IntArray
    chunks_of_lines: IntArray
    lines_of_texts: IntArray

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        encoded = [f"{text}\n".encode(errors=_ERRORS) for text in texts]
        data = b"".join(encoded)
        characters = np.frombuffer(data, dtype=np.uint8)
        is_chunk = np.concatenate([[False], characters > _LAST_SPACE])
        # The last character is a space, so that each chunk has an end.
        bounds = np.flatnonzero(is_chunk[1:] != is_chunk[:-1])
        starts, ends = bounds[::2], bounds[1::2]
        text_ends = np.cumsum([len(its) for its in encoded], dtype=np.int64)
        line_ends = np.flatnonzero(characters == _LINE_END)
        return cls(
            data=data,
            starts=starts,
            ends=ends,
            # A character of 0 would not count.
            hashes=hashes_of(characters + np.uint64(1), starts, ends),
            chunks_of_texts=_counts(starts, text_ends),
            chunks_of_lines=_counts(starts, line_ends),
            lines_of_texts=_counts(line_ends, text_ends),
        )


def _counts(places: IntArray, ends: IntArray) -> IntArray:
    """Return how many of `places` there are up to each end and after the one before."""
    return np.diff(np.searchsorted(places, ends), prepend=0)


def hashes_of(values: NDArray[np.uint64], starts: IntArray, ends: IntArray) -> NDArray[np.uint64]:
    """Return for each stretch of `values` a number that no stretch of other values has."""
    # Of unsigned numbers, sums and products that are too large lose what is above 64 bits.
    sums = np.zeros(len(values) + 1, dtype=np.uint64)
    np.cumsum(values * _powers(_FACTOR, len(values)), out=sums[1:])
    # As if each started at the same place.
    hashes = (sums[ends] - sums[starts]) * _powers(_INVERSE, len(values) + 1)[starts]
    # Other hashes get other beginnings, too.
    return (hashes ^ (hashes >> np.uint64(32))) * np.uint64(_FACTOR)


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    """Return the first so many powers of `base`."""
    if count > _POWERS:
        return np.asarray(np.cumprod(np.full(count, base, dtype=np.uint64)), dtype=np.uint64)
    return _first_powers(base)[:count]


@cache
def _first_powers(base: int) -> NDArray[np.uint64]:
    return np.asarray(np.cumprod(np.full(_POWERS, base, dtype=np.uint64)), dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts, as numbers.

    Attributes:
        numbers: The words, one text after the other.
        of_texts: For each text how many words it has.
        of_lines: For each line how many words it has.
        lines_of_texts: For each text how many lines it has.
        keys_of_lines: For each line a number that stands for its words, in either case.
    """

    numbers: NDArray[np.int32]
    of_texts: IntArray
    of_lines: IntArray
    lines_of_texts: IntArray
    keys_of_lines: NDArray[np.uint64]

    @classmethod
    def concatenate(cls, parts: Sequence[Self]) -> Self:
        return cls(
            numbers=np.concatenate([part.numbers for part in parts], dtype=np.int32),
            of_texts=np.concatenate([part.of_texts for part in parts]),
            of_lines=np.concatenate([part.of_lines for part in parts]),
            lines_of_texts=np.concatenate([part.lines_of_texts for part in parts]),
            keys_of_lines=np.concatenate([part.keys_of_lines for part in parts]),
        )


class Cutter:
    """Cuts texts into words.

    Attributes:
        words: A number for each word, as it is written.
    """

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self._word_hashes = array("Q")
        self._chunks: dict[int, int] = {}
        # The numbers of the words of chunks, and where those of each end, after a 0.
        self._numbers, self._ends = array("i"), array("q", [0])
        # A table in which most chunks are found, all at once. A slot is what a hash begins with,
        # and has a chunk whose hash does so.
        self._slot_hashes = np.zeros(1 << _TABLE_BITS, dtype=np.uint64)
        self._slot_numbers = np.zeros(1 << _TABLE_BITS, dtype=np.int32)

    def cut(self, texts: Sequence[str]) -> Words:
        """Return the words of some texts."""
        parted = _Parted.of(texts)
        chunks = self._chunks_of(parted)
        all_ends = np.array(self._ends)
        starts, lengths = all_ends[:-1][chunks], np.diff(all_ends)[chunks]
        ends = ends_of(lengths)
        places = np.arange(ends[-1]) + np.repeat(starts - ends[:-1], lengths)
        numbers = np.array(self._numbers, dtype=np.int32)[places]
        line_ends = ends[ends_of(parted.chunks_of_lines)]
        hashes = np.array(self._word_hashes, dtype=np.uint64)[numbers]
        return Words(
            numbers=numbers,
            of_texts=np.diff(ends[ends_of(parted.chunks_of_texts)]),
            of_lines=np.diff(line_ends),
            lines_of_texts=parted.lines_of_texts,
            keys_of_lines=hashes_of(hashes, line_ends[:-1], line_ends[1:]),
        )

    def _chunks_of(self, parted: _Parted) -> NDArray[np.int32]:
        """Return the number of each chunk."""
        hashes = parted.hashes
        slots = hashes >> np.uint64(64 - _TABLE_BITS)
        numbers: NDArray[np.int32] = self._slot_numbers[slots]
        unsure = np.flatnonzero(self._slot_hashes[slots] != hashes)
        distinct, firsts, places = np.unique(hashes[unsure], return_index=True, return_inverse=True)
        chunks = unsure[firsts]
        bounds = zip(parted.starts[chunks].tolist(), parted.ends[chunks].tolist(), strict=True)
        found = [
            self._number(its_hash, parted.data, slice(*its_bounds))
            for its_hash, its_bounds in zip(distinct.tolist(), bounds, strict=True)
        ]
        numbers[unsure] = np.array(found, dtype=np.int32)[places]
        # The first stays: it is likely to be frequent.
        new = unsure[self._slot_hashes[slots[unsure]] == 0]
        self._slot_hashes[slots[new]] = hashes[new]
        self._slot_numbers[slots[new]] = numbers[new]
        return numbers

    def _number(self, its_hash: int, data: bytes, place: slice) -> int:
        number = self._chunks.get(its_hash)
        if number is None:
            number = self._chunks[its_hash] = len(self._chunks)
            chunk = data[place].decode(errors=_ERRORS)
            self._numbers.extend(map(self._word, languages.words(chunk)))
            self._ends.append(len(self._numbers))
        return number

    def _word(self, word: str) -> int:
        number = self.words.get(word)
        if number is None:
            number = self.words[word] = len(self.words)
            folded = word.casefold().encode(errors=_ERRORS)
            self._word_hashes.append(int.from_bytes(blake2b(folded, digest_size=8).digest()))
        return number


def ends_of(lengths: IntArray) -> IntArray:
    """Return where each of these lengths, one after the other, ends, after a 0."""
    return np.concatenate([[0], np.cumsum(lengths)])
