"""Pairs of documents: what each signal gives to their score, and what it comes of."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .document import Facts
from .matrix import Matrix
from .scoring import Scoring, products_of_pairs

# What adds up to scores has more places than they are rounded to.
PART_DECIMALS = 8

type FloatArray = NDArray[np.float64]
type IntArray = NDArray[np.int64]


class Pairs:
    """Some documents and others, as places in an index, of shape (n_pairs,) both.

    `surfaces` are, for each term, how it is written most often.
    """

    def __init__(
        self,
        rows: IntArray,
        others: IntArray,
        *,
        scoring: Scoring,
        facts: Sequence[Facts],
        surfaces: Sequence[str],
    ) -> None:
        self.rows, self.others = rows, others
        self._scoring, self._facts, self._surfaces = scoring, facts, surfaces

    def parts(self) -> dict[str, FloatArray]:
        """Return what each signal gives to the scores that the others have for the rows.

        Returns:
            By signal, shape (n_pairs,) each; they add up to the scores.
        """
        rows, others = self.rows, self.others
        meaning, links, topics = self._scoring.meaning, self._scoring.links, self._scoring.topics
        of_pairs = self._scoring.of_pairs()
        n_linked = np.sqrt(links.n_neighbors[rows] * links.n_neighbors[others])
        values: dict[str, NDArray[Any]] = {
            "text": _sums(self._shared_text),
            "meaning": np.maximum(0, (meaning[rows] * meaning[others]).sum(axis=1)),
            **{name: _at(matrix, rows, others) for name, matrix in of_pairs.items()},
            "neighborhood": _sums(products_of_pairs(links.neighborhoods, rows, others)) / n_linked,
            "topic": topics.shares(_sums(products_of_pairs(topics.matrix, rows, others))),
        }
        return {
            name: weight * values[name].astype(np.float64)
            for name, weight in self._scoring.weights.items()
        }

    def shared_terms(self, n_terms: int = 5) -> list[list[tuple[str, float]]]:
        """Return what the terms that two documents share give to the text's part, most first.

        Parameters:
            n_terms: How many terms at most for each pair.

        Returns:
            For each pair the terms, as written most often, and their parts of the score.
        """
        products, surfaces = self._shared_text, self._surfaces
        n_shared = np.diff(products.indptr)
        pair_of = np.repeat(np.arange(len(n_shared)), n_shared)
        # By pair, then the greatest product, then the column. No product is above 1.
        order = np.argsort(2 * pair_of - products.data, kind="stable")
        best = order[np.arange(len(order)) - products.indptr[pair_of] < n_terms]
        weight = self._scoring.weights.get("text", 0.0)
        shares = (weight * products.data[best].astype(np.float64)).round(PART_DECIMALS).tolist()
        terms = map(surfaces.__getitem__, products.indices[best].tolist())
        named = list(zip(terms, shares, strict=True))
        ends = np.minimum(n_shared, n_terms).cumsum().tolist()
        return [named[start:end] for start, end in pairwise([0, *ends])]

    def mentioned_names(self) -> list[list[str]]:
        """Return the names by which either document of each pair mentions the other."""
        mentions = self._scoring.mentions
        there = _at(mentions.best, self.rows, self.others).tolist()
        back = _at(mentions.best, self.others, self.rows).tolist()
        written = mentions.names.written
        return [
            sorted({written[entry - 1] for entry in (one, other) if entry}) if one or other else []
            for one, other in zip(there, back, strict=True)
        ]

    def shared_topics(self) -> list[list[str]]:
        """Return the topics that the documents of each pair share."""
        topics = [its.topics for its in self._facts]
        return [
            [topic for topic in topics[one] if topic in topics[other]]
            for one, other in zip(self.rows.tolist(), self.others.tolist(), strict=True)
        ]

    @cached_property
    def _shared_text(self) -> Matrix:
        return products_of_pairs(self._scoring.text, self.rows, self.others)


def _sums(matrix: Matrix) -> NDArray[Any]:
    return np.asarray(matrix.sum(axis=1)).ravel()


def _at(matrix: Matrix, rows: IntArray, columns: IntArray) -> NDArray[Any]:
    """Return the entry of `matrix` at each pair of a row and a column."""
    return np.asarray(csr_array(matrix[rows, columns]).toarray()).ravel()
