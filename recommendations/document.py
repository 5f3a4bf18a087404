"""What the engine reads of an article, and what it keeps of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import vstack

from .matrix import Matrix, sparse_rows

# Vectors are whole numbers of 1 / UNIT and no longer than 1. So products of them, and their sums,
# come out the same to the last bit in 32-bit floats, which have 24 bits, in whatever order the
# processor takes them.
UNIT = 4096

# The fields that have words.
FIELDS = ("title", "also_known_as", "topics", "headings", "summary", "body")


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    `body` has a line for each block (paragraph, list item), and perhaps empty ones. `links` and
    `addresses` are any strings that say where links lead and where the article is: who links to
    whom is who names whose.
    """

    title: str = ""
    also_known_as: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    headings: str = ""
    summary: str = ""
    body: str = ""
    links: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def text(self, name: str) -> str:
        value = getattr(self, name)
        return value if isinstance(value, str) else "\n".join(value)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept of a document as it stands, each without repeats and in order."""

    names: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Document) -> Self:
        def distinct(values: Iterable[str]) -> tuple[str, ...]:
            return tuple(sorted(set(values) - {""}))

        return cls(
            names=distinct((document.title, *document.also_known_as)),
            topics=distinct(document.topics),
            links=distinct(document.links),
            addresses=distinct(document.addresses),
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """What the index keeps of documents: everything it needs to compare any two.

    Attributes:
        text: Documents by terms, 32-bit, rows of length 1 (or 0, for a text without terms), cut off
            to whole numbers of 1 / `UNIT`.
        meaning: Documents by components of meaning, 16-bit, in units of 1 / `UNIT`.
        tokens: For each document the terms of its text in order, as numbers.
        facts: For each document its names, topics, links and addresses.
    """

    text: Matrix
    meaning: NDArray[np.int16]
    tokens: list[NDArray[np.int32]] = field(default_factory=list)
    facts: list[Facts] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.facts)

    @classmethod
    def empty(cls, n_terms: int, n_components: int) -> Self:
        none = np.zeros(0, dtype=np.float32)
        text = sparse_rows(none, none, np.zeros(1), (0, n_terms))
        return cls(text, np.zeros((0, n_components), dtype=np.int16))

    @classmethod
    def concatenate(cls, parts: Iterable[Self]) -> Self:
        parts = list(parts)
        return cls(
            text=vstack([part.text for part in parts], format="csr"),
            meaning=np.concatenate([part.meaning for part in parts]),
            tokens=list(chain.from_iterable(part.tokens for part in parts)),
            facts=list(chain.from_iterable(part.facts for part in parts)),
        )

    def take(self, rows: NDArray[np.int64]) -> "Rows":
        return Rows(
            text=self.text[rows],
            meaning=self.meaning[rows],
            tokens=[self.tokens[row] for row in rows.tolist()],
            facts=[self.facts[row] for row in rows.tolist()],
        )
