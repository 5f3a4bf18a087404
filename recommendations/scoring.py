"""The score of two documents: the weighted sum of what each signal says of them.

Most signals say the same of two documents either way. A mention and a link have a direction: what
is an outgoing one for the first document is an incoming one for the second.
"""

from collections.abc import Mapping
from copy import copy
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .document import Matrix, Rows
from .links import Links
from .meaning import UNIT
from .mentions import Mentions
from .replacing import replace_array
from .topics import ENOUGH, Topics
from .weighting import CorpusStatistics

type FloatArray = NDArray[np.float64]
type IntArray = NDArray[np.int64]

# By `tune_recommendations` on the related topics that the editors of MedlinePlus chose.
DEFAULT_WEIGHTS = {
    "text": 0.26,
    "meaning": 0.32,
    "mention": 0.11,
    "mentioned": 0.06,
    "link": 0.04,
    "linked": 0.02,
    "neighborhood": 0.10,
    "topic": 0.09,
}
PARTS = tuple(DEFAULT_WEIGHTS)
_FROM_THE_OTHER = {
    "mention": "mentioned",
    "mentioned": "mention",
    "link": "linked",
    "linked": "link",
}


class Scoring:
    """Scores the documents of an index for each other.

    `weights` of the parts add up to 1, and so scores are from 0 to 1.
    """

    def __init__(
        self,
        rows: Rows,
        statistics: CorpusStatistics,
        *,
        language: str,
        weights: Mapping[str, float],
    ) -> None:
        self.weights = weights
        self._text = rows.text
        self._by_term = ByTerm(rows.text)
        self._meaning = _in_units(rows.meaning)
        self._mentions = Mentions(
            rows.tokens, rows.facts, language=language, rarity=statistics.rarity
        )
        self._links = Links(rows.facts)
        self._topics = Topics(rows.facts)

    def replaced(self, rows: Rows, removed: IntArray, new: Rows) -> Self:
        """Return the scoring of `rows`: those of before without `removed`, and then the `new`."""
        other = copy(self)
        other._text = rows.text
        other._by_term = self._by_term.replaced(rows.text, removed)
        other._meaning = replace_array(self._meaning, removed, _in_units(new.meaning))
        other._mentions = self._mentions.replaced(removed, rows.tokens, new.facts)
        other._links = self._links.replaced(removed, new.facts)
        other._topics = self._topics.replaced(removed, new.facts)
        return other

    def reweighted(self, weights: Mapping[str, float]) -> Self:
        """Return the scoring of the same rows by other `weights`, which add up to 1."""
        other = copy(self)
        other.weights = weights
        return other

    def links_of(self, rows: IntArray) -> set[tuple[int, int]]:
        """Return each link from or to one of `rows`, as the places of the two documents."""
        out, back = self._links.matrix[rows].tocoo(), self._links.back[rows].tocoo()
        return {
            *zip(rows[out.row].tolist(), out.col.tolist(), strict=True),
            *zip(back.col.tolist(), rows[back.row].tolist(), strict=True),
        }

    def scores(self, queries: IntArray, *, incoming: bool = False) -> FloatArray:
        """Return the scores of all documents for `queries`, shape (n_queries, n_documents).

        `incoming`: those that the queries have for all documents.
        """
        scores = np.zeros((len(queries), self._text.shape[0]))
        for name, weight in self.weights.items():
            block = self._block(_FROM_THE_OTHER.get(name, name) if incoming else name, queries)
            if isinstance(block, np.ndarray):
                scores += weight * block
            elif block.nnz > scores.size / 10:
                scores += weight * block.toarray()
            else:
                row_of = np.repeat(np.arange(len(queries)), np.diff(block.indptr))
                scores[row_of, block.indices] += weight * block.data
        return scores

    def parts(self, rows: IntArray, others: IntArray) -> dict[str, FloatArray]:
        """Return for each part what it gives to the scores of `others` for `rows`, pairwise."""
        values: dict[str, FloatArray] = {
            "text": _products(self._text, rows, others),
            "meaning": np.maximum(0, (self._meaning[rows] * self._meaning[others]).sum(axis=1)),
            **{name: _at(its, rows, others) for name, its in self._of_pairs().items()},
            "neighborhood": _products(self._links.neighborhoods, rows, others)
            / np.sqrt(self._links.n_neighbors[rows] * self._links.n_neighbors[others]),
            "topic": np.minimum(_products(self._topics.matrix, rows, others), ENOUGH) / ENOUGH,
        }
        return {name: weight * values[name] for name, weight in self.weights.items()}

    def shared_text(self, rows: IntArray, others: IntArray) -> Matrix:
        """Return pairs by terms: what each term gives to the score."""
        weight = self.weights.get("text", 0.0)
        texts = self._text[rows].astype(np.float64)
        products: Matrix = texts.multiply(self._text[others]).tocsr() * weight
        products.sort_indices()
        return products

    def near_duplicates(
        self, lists: IntArray, places: NDArray[np.bool_], similarity: float
    ) -> tuple[IntArray, IntArray, IntArray]:
        """Return list, place and later place of each pair of nearly the same documents."""
        meanings = self._meaning[lists]
        # Meanings are quick to compare, and leave few texts. Without components, all are compared.
        alike = meanings @ meanings.transpose(0, 2, 1) >= (similarity if meanings.shape[2] else 0)
        alike &= places[:, :, None] & places[:, None, :]
        its, ones, others = np.nonzero(np.triu(alike, k=1))
        cosines = _products(self._text, lists[its, ones], lists[its, others])
        same = cosines >= similarity
        return its[same], ones[same], others[same]

    def mentioned_names(self, rows: IntArray, others: IntArray) -> list[list[str]]:
        written = self._mentions.names.written
        there = _at(self._mentions.best, rows, others).tolist()
        back = _at(self._mentions.best, others, rows).tolist()
        return [
            sorted({written[entry - 1] for entry in entries if entry})
            for entries in zip(there, back, strict=True)
        ]

    def _block(self, name: str, queries: IntArray) -> Matrix | FloatArray:
        if name in (of_pairs := self._of_pairs()):
            return of_pairs[name][queries]
        if name == "text":
            return self._by_term.products(self._text[queries])
        if name == "meaning":
            # In 32 bits exact, see `meaning.UNIT`; opposites have no less in common than strangers.
            return np.asarray(np.maximum(0, self._meaning[queries] @ self._meaning.T))
        return (
            self._neighborhood_block(queries)
            if name == "neighborhood"
            else self._topic_block(queries)
        )

    def _of_pairs(self) -> dict[str, Matrix]:
        """Return the signals that say something of few pairs, documents by documents."""
        return {
            "mention": self._mentions.strengths,
            "mentioned": self._mentions.back,
            "link": self._links.matrix,
            "linked": self._links.back,
        }

    def _neighborhood_block(self, queries: IntArray) -> Matrix:
        block: Matrix = self._links.neighborhoods[queries] @ self._links.neighborhoods
        n_neighbors = self._links.n_neighbors
        sizes = np.repeat(n_neighbors[queries], np.diff(block.indptr))
        block.data = block.data / np.sqrt(sizes * n_neighbors[block.indices])
        return block

    def _topic_block(self, queries: IntArray) -> Matrix:
        block: Matrix = self._topics.matrix[queries] @ self._topics.back
        block.data = np.minimum(block.data, ENOUGH) / ENOUGH
        return block


class ByTerm:
    """Texts by term, to be multiplied with: many that stay, and a few that came since."""

    def __init__(self, text: Matrix) -> None:
        self._many: Matrix = text.T.tocsr().astype(np.float64)
        self._stay: IntArray | None = None  # all
        self._few: Matrix | None = None

    def replaced(self, text: Matrix, removed: IntArray) -> Self:
        """Return this for `text`, which is without `removed` and has new texts at the end."""
        other = copy(self)
        stay = np.arange(self._many.shape[1]) if self._stay is None else self._stay
        other._stay = np.delete(stay, removed[removed < len(stay)])
        other._few = text[len(other._stay) :].T.tocsr().astype(np.float64)
        return other

    def products(self, queries: Matrix) -> FloatArray:
        """Return the inner products of each of `queries` with each text."""
        texts = queries.astype(np.float64)
        products: FloatArray = (texts @ self._many).toarray()
        if self._stay is None or self._few is None:
            return products
        return np.hstack([products[:, self._stay], (texts @ self._few).toarray()])


def _in_units(meaning: NDArray[np.int16]) -> NDArray[np.float32]:
    return meaning.astype(np.float32) / np.float32(UNIT)


def _products(matrix: Matrix, rows: IntArray, others: IntArray) -> FloatArray:
    """Return the inner product of each pair of rows."""
    products: Any = matrix[rows].astype(np.float64).multiply(matrix[others]).tocsr()
    products.sort_indices()
    return np.asarray(products.sum(axis=1)).ravel()


def _at(matrix: Matrix, rows: IntArray, columns: IntArray) -> NDArray[Any]:
    """Return the entry of `matrix` at each pair of a row and a column."""
    return np.asarray(csr_array(matrix[rows, columns]).toarray()).ravel()
