"""The score of two documents: the weighted sum of what each signal says of them.

Most signals say the same of two documents either way. A mention and a link have a direction: what
is an outgoing one for the first document is an incoming one for the second.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .document import Matrix, Rows
from .links import Links
from .meaning import UNIT
from .mentions import Mentions
from .topics import ENOUGH, topic_matrix
from .weighting import CorpusStatistics

type FloatArray = NDArray[np.float64]
type IntArray = NDArray[np.int64]

# By `tune_recommendations` on the related topics that the editors of MedlinePlus chose.
DEFAULT_WEIGHTS = {
    "text": 0.21,
    "meaning": 0.32,
    "mention": 0.11,
    "mentioned": 0.05,
    "link": 0.04,
    "linked": 0.02,
    "neighborhood": 0.11,
    "topic": 0.14,
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
        self._text = rows.text.astype(np.float64)
        self._by_term = self._text.T.tocsr()
        self._meaning = rows.meaning.astype(np.float32) / np.float32(UNIT)
        self._mentions = Mentions(
            rows.tokens, rows.facts, language=language, rarity=statistics.rarity()
        )
        self._mentioned = self._mentions.strengths.T.tocsr()
        links = Links(rows.facts)
        self._link = links.matrix
        self._linked = links.matrix.T.tocsr()
        self._neighborhoods = links.neighborhoods
        self._n_neighbors = np.diff(links.neighborhoods.indptr).astype(np.float64)
        self._topics = topic_matrix(rows.facts)
        self._by_topic = self._topics.T.tocsr()
        self._blocks: Mapping[str, Callable[[IntArray], Matrix | FloatArray]] = {
            "text": lambda queries: self._text[queries] @ self._by_term,
            "meaning": self._meaning_block,
            "mention": lambda queries: self._mentions.strengths[queries],
            "mentioned": lambda queries: self._mentioned[queries],
            "link": lambda queries: self._link[queries],
            "linked": lambda queries: self._linked[queries],
            "neighborhood": self._neighborhood_block,
            "topic": self._topic_block,
        }

    def scores(self, queries: IntArray, *, incoming: bool = False) -> FloatArray:
        """Return the scores of all documents for `queries`, shape (n_queries, n_documents).

        `incoming`: those that the queries have for all documents.
        """
        scores = np.zeros((len(queries), self._text.shape[0]))
        for name, weight in self.weights.items():
            block = self._blocks[_FROM_THE_OTHER.get(name, name) if incoming else name](queries)
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
            "mention": _at(self._mentions.strengths, rows, others),
            "mentioned": _at(self._mentioned, rows, others),
            "link": _at(self._link, rows, others),
            "linked": _at(self._linked, rows, others),
            "neighborhood": _products(self._neighborhoods, rows, others)
            / np.sqrt(self._n_neighbors[rows] * self._n_neighbors[others]),
            "topic": np.minimum(_products(self._topics, rows, others), ENOUGH) / ENOUGH,
        }
        return {name: weight * values[name] for name, weight in self.weights.items()}

    def shared_text(self, rows: IntArray, others: IntArray) -> Matrix:
        """Return pairs by terms: what each term gives to the score."""
        weight = self.weights.get("text", 0.0)
        products: Matrix = self._text[rows].multiply(self._text[others]).tocsr() * weight
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

    def _meaning_block(self, queries: IntArray) -> FloatArray:
        # In 32 bits exact, see `meaning.UNIT`; opposites have no less in common than strangers.
        return np.maximum(0, self._meaning[queries] @ self._meaning.T)

    def _neighborhood_block(self, queries: IntArray) -> Matrix:
        block: Matrix = self._neighborhoods[queries] @ self._neighborhoods
        sizes = np.repeat(self._n_neighbors[queries], np.diff(block.indptr))
        block.data = block.data / np.sqrt(sizes * self._n_neighbors[block.indices])
        return block

    def _topic_block(self, queries: IntArray) -> Matrix:
        block: Matrix = self._topics[queries] @ self._by_topic
        block.data = np.minimum(block.data, ENOUGH) / ENOUGH
        return block


def _products(matrix: Matrix, rows: IntArray, others: IntArray) -> FloatArray:
    """Return the inner product of each pair of rows."""
    products: Any = matrix[rows].multiply(matrix[others]).tocsr()
    products.sort_indices()
    return np.asarray(products.sum(axis=1)).ravel()


def _at(matrix: Matrix, rows: IntArray, columns: IntArray) -> NDArray[Any]:
    """Return the entry of `matrix` at each pair of a row and a column."""
    return np.asarray(csr_array(matrix[rows, columns]).toarray()).ravel()
