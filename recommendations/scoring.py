"""The score of two documents: the weighted sum of what each signal says of them.

Most signals say the same of two documents either way. A mention and a link have a direction: what
is an outgoing one for the first document is an incoming one for the second.
"""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .document import UNIT, Rows
from .links import Links
from .matrix import Matrix
from .mentions import Mentions, NamesFound
from .products import Products
from .replacing import replace_array
from .topics import Topics
from .weighting import CorpusStatistics

type FloatArray = NDArray[np.float64]
type IntArray = NDArray[np.int64]
type OnTexts = Callable[[IntArray, Any], None]

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

    `weights` of the parts add up to 1, and so scores are from 0 to 1. `names_found` are those of
    the rows, where they were looked for before.

    Attributes:
        text, meaning, mentions, links, topics: What each of the signals knows of the documents.
    """

    def __init__(
        self,
        rows: Rows,
        statistics: CorpusStatistics,
        *,
        language: str,
        weights: Mapping[str, float],
        names_found: NamesFound | None = None,
    ) -> None:
        self.weights = weights
        self.text = rows.text
        self._text_products = Products(rows.text)
        self.meaning = _in_units(rows.meaning)
        self.mentions = Mentions(
            rows.tokens,
            rows.facts,
            language=language,
            rarity=statistics.rarity,
            found=names_found,
        )
        self.links = Links(rows.facts)
        self.topics = Topics(rows.facts)

    def replaced(self, rows: Rows, removed: IntArray, new: Rows) -> Self:
        """Return the scoring of `rows`: those of before without `removed`, and then the `new`."""
        other = copy(self)
        other.text = rows.text
        other._text_products = self._text_products.replaced(rows.text, removed)
        other.meaning = replace_array(self.meaning, removed, _in_units(new.meaning))
        other.mentions = self.mentions.replaced(removed, rows.tokens, new.facts)
        other.links = self.links.replaced(removed, new.facts)
        other.topics = self.topics.replaced(removed, new.facts)
        return other

    def reweighted(self, weights: Mapping[str, float]) -> Self:
        """Return the scoring of the same rows by other `weights`, which add up to 1."""
        other = copy(self)
        other.weights = weights
        return other

    def links_of(self, rows: IntArray) -> set[tuple[int, int]]:
        """Return each link from or to one of `rows`, as the places of the two documents."""
        out, back = self.links.matrix[rows].tocoo(), self.links.back[rows].tocoo()
        return {
            *zip(rows[out.row].tolist(), out.col.tolist(), strict=True),
            *zip(back.col.tolist(), rows[back.row].tolist(), strict=True),
        }

    def scores(
        self, queries: IntArray, *, incoming: bool = False, on_texts: OnTexts | None = None
    ) -> NDArray[np.float32]:
        """Return the scores of all documents for `queries`, shape (n_queries, n_documents).

        They are of 32 bits, which takes half as long and is far more than they are rounded to.

        `incoming`: those that the queries have for all documents. `on_texts` is called with the
        queries and the products of their texts with all texts.
        """
        if on_texts and "text" not in self.weights:
            on_texts(queries, self._text_products(self.text[queries]))
        scores = np.zeros((len(queries), self.text.shape[0]), dtype=np.float32)
        for name, weight in self.weights.items():
            block = self._block(_FROM_THE_OTHER.get(name, name) if incoming else name, queries)
            if on_texts and name == "text":
                on_texts(queries, block)
            if isinstance(block, np.ndarray):
                block *= weight
                scores += block
            elif block.nnz > scores.size / 10:
                scores += weight * block.toarray()
            else:
                row_of = np.repeat(np.arange(len(queries)), np.diff(block.indptr))
                scores[row_of, block.indices] += weight * block.data
        return scores

    def near_duplicates(
        self, lists: IntArray, places: NDArray[np.bool_], similarity: float
    ) -> tuple[IntArray, IntArray, IntArray]:
        """Return list, place and later place of each pair of nearly the same documents."""
        meanings = self.meaning[lists]
        # Meanings are quick to compare, and leave few texts. Without components, all are compared.
        alike = meanings @ meanings.transpose(0, 2, 1) >= (similarity if meanings.shape[2] else 0)
        alike &= places[:, :, None] & places[:, None, :]
        its, ones, others = np.nonzero(np.triu(alike, k=1))
        cosines = products_of_pairs(self.text, lists[its, ones], lists[its, others]).sum(axis=1)
        same = cosines >= similarity
        return its[same], ones[same], others[same]

    def _block(self, name: str, queries: IntArray) -> Matrix | NDArray[Any]:
        if name in (of_pairs := self.of_pairs()):
            return of_pairs[name][queries]
        if name == "text":
            return self._text_products(self.text[queries])
        if name == "meaning":
            # Opposites have no less in common than strangers.
            cosines = self.meaning[queries] @ self.meaning.T
            return np.asarray(np.maximum(0, cosines, out=cosines))
        return (
            self._neighborhood_block(queries)
            if name == "neighborhood"
            else self.topics.shares(self.topics.products(self.topics.matrix[queries]))
        )

    def of_pairs(self) -> dict[str, Matrix]:
        """Return the signals that say something of few pairs, documents by documents."""
        return {
            "mention": self.mentions.strengths,
            "mentioned": self.mentions.back,
            "link": self.links.matrix,
            "linked": self.links.back,
        }

    def _neighborhood_block(self, queries: IntArray) -> Matrix:
        block: Matrix = self.links.neighborhoods[queries] @ self.links.neighborhoods
        n_neighbors = self.links.n_neighbors
        sizes = np.repeat(n_neighbors[queries], np.diff(block.indptr))
        block.data = block.data / np.sqrt(sizes * n_neighbors[block.indices])
        return block


def _in_units(meaning: NDArray[np.int16]) -> NDArray[np.float32]:
    return meaning.astype(np.float32) / np.float32(UNIT)


def products_of_pairs(matrix: Matrix, rows: IntArray, others: IntArray) -> Matrix:
    """Return pairs by columns: the product of the two rows there."""
    products: Matrix = matrix[rows].multiply(matrix[others]).tocsr()
    products.sort_indices()
    return products
