"""The TF-IDF engine: which texts of a corpus are most like each other, and by which words.

Documents are compared by the cosine of their TF-IDF vectors; `weighting` says how those are made.

The defaults come from the related topics that the editors of MedlinePlus chose for 409 of its 1,016
articles (nDCG@4 .681, recall@10 .767, MRR .824): each was halved and doubled, and the best rounded.
They lie on a plateau, where halving or doubling a weight costs .001 to .02 (the body's, .03).
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import batched
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from . import language as languages
from .weighting import (
    FIELDS,
    CorpusStatistics,
    Document,
    Matrix,
    count_words,
    mean_similarity,
    take_statistics,
    weigh,
)

__all__ = ["DEFAULT_FIELD_WEIGHTS", "CorpusStatistics", "Document", "TfidfIndex"]

type FloatArray = NDArray[np.float64]
type IntArray = NDArray[np.int64]
type Progress = Callable[[int, int], None]

DEFAULT_FIELD_WEIGHTS = {
    "title": 0.35,
    "also_known_as": 0.2,
    "topics": 0.25,
    "headings": 0.1,
    "summary": 0.25,
    "body": 1.0,
}
# Scores are rounded to this many places before they are compared: ties are ties.
SCORE_DECIMALS = 6
_TIE = 10**-SCORE_DECIMALS
# Rows of cosines that are held at a time, as many numbers each as the corpus has documents.
_BLOCK = 256


class TfidfIndex:
    """Find the most similar documents of one language.

    In the manner of scikit-learn, whose `clone` takes it, but without its base class, whose import
    takes three times as long as all else here together: an editor may be waiting.

    Parameters:
        language: Two letters; decides stems and stop words ("en", "es"; any other has neither).
        field_weights: The weight of each field of `Document`, `DEFAULT_FIELD_WEIGHTS` if None;
            a field that is not named does not count.
        max_df: A term in more than this share of the documents is left out, unless they are
            no more than `NEVER_TOO_COMMON`. Such terms hardly weigh and cost most of the time.

    Attributes:
        ids_: The documents' ids, shape (n_documents,).
        statistics_: The `CorpusStatistics` that documents are weighed by.
        matrix_: Documents by terms, 32-bit, rows of length 1 (or 0, for a text without terms).
    """

    ids_: NDArray[Any]
    statistics_: CorpusStatistics
    matrix_: Matrix

    def __init__(
        self,
        *,
        language: str = "en",
        field_weights: Mapping[str, float] | None = None,
        max_df: float = 0.3,
    ) -> None:
        self.language = language
        self.field_weights = field_weights
        self.max_df = max_df

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters by name; `deep` is there for scikit-learn and changes nothing."""
        return {
            "language": self.language,
            "field_weights": self.field_weights,
            "max_df": self.max_df,
        }

    def fit(self, ids: Sequence[Any], documents: Iterable[Document]) -> Self:
        """Take the statistics of `documents` and index them under `ids`, in the same order.

        Any corpus will do, an empty one too. `documents` are read once, one after the other.

        Raises:
            ValueError: An unknown field, a weight below 0, a `max_df` outside (0, 1], an id that
                is there twice, or another number of documents than of ids.
        """
        weights = self._checked_weights()
        words, counts = count_words(documents, weights)
        terms = languages.terms(words, self.language)
        statistics = take_statistics(words, terms, counts, max_df=self.max_df)
        matrix = weigh(statistics, weights, terms, counts)
        statistics = replace(statistics, mean_similarity=mean_similarity(matrix))
        return self.restore(statistics, ids, matrix)

    def restore(
        self,
        statistics: CorpusStatistics,
        ids: Sequence[Any] = (),
        matrix: Matrix | None = None,
    ) -> Self:
        """Become the index of rows that `fit` or `transform` gave under `statistics`.

        Without rows it is an index of nothing, which can `transform`.

        Raises:
            ValueError: The numbers of ids, rows, terms and columns do not agree.
        """
        shape = (len(ids), len(statistics.terms))
        if matrix is None:
            matrix = csr_array(shape, dtype=np.float32)
        if matrix.shape != shape:
            raise ValueError(
                f"{shape[0]} ids and {shape[1]} terms for a matrix of {matrix.shape[0]} rows "
                f"and {matrix.shape[1]} columns"
            )
        if len(set(ids)) != len(ids):
            raise ValueError("An id is there twice")
        self.ids_ = np.asarray(ids)
        self.statistics_ = statistics
        self.matrix_ = matrix
        # Products are taken in 64 bits and term by term in the order of the columns, so that two
        # documents have one score, to the last bit, whichever rows are asked for.
        self._rows = matrix.astype(np.float64)
        self._columns = self._rows.T.tocsr()
        return self

    def transform(self, documents: Iterable[Document]) -> Matrix:
        """Weigh `documents` under the present statistics; terms that are new to these are left out.

        Returns:
            Documents by terms, 32-bit, shape (n_documents, n_terms), for `restore`.
        """
        weights = self._checked_weights()
        words, counts = count_words(documents, weights)
        return weigh(self.statistics_, weights, languages.terms(words, self.language), counts)

    def neighbors(
        self,
        n_neighbors: int = 10,
        *,
        rows: ArrayLike | None = None,
        groups: ArrayLike | None = None,
        barred: Matrix | None = None,
        progress: Progress | None = None,
    ) -> tuple[IntArray, FloatArray]:
        """Return the documents most similar to each document, best first, ties by id.

        The answer is exact: every document is compared with every other.

        Parameters:
            n_neighbors: How many at most.
            rows: The rows of `matrix_` to find neighbors for, all if None.
            groups: For each document the group it is of, shape (n_documents,). Documents of one
                group are never neighbors. If None, each is in a group of its own.
            barred: Where it is not 0, documents are not neighbors; shape (n_rows, n_documents).
            progress: Called with the number of rows done and of all rows.

        Returns:
            Rows of `matrix_` and cosines, both of shape (n_rows, n_neighbors). Only documents that
            share a term are neighbors; where there are fewer, the rest is -1 and 0.
        """
        queries = np.arange(len(self.ids_)) if rows is None else np.asarray(rows, dtype=np.int64)
        group_of = np.arange(len(self.ids_)) if groups is None else np.asarray(groups)
        indices = np.full((len(queries), n_neighbors), -1, dtype=np.int64)
        scores = np.zeros((len(queries), n_neighbors))

        def take_best(block: slice, similarities: FloatArray) -> None:
            similarities[group_of[queries[block], None] == group_of] = 0
            if barred is not None:
                similarities[barred[block].nonzero()] = 0
            _take_best(similarities, self.ids_, indices[block], scores[block])

        for done, _ in enumerate(self._map_similarities(take_best, queries), start=1):
            if progress:
                progress(min(done * _BLOCK, len(queries)), len(queries))
        return indices, scores

    def rows_reached(self, rows: ArrayLike, thresholds: ArrayLike) -> IntArray:
        """Return the rows that any of `rows` is at least as similar to as their threshold says.

        Parameters:
            rows: Rows of `matrix_`.
            thresholds: A cosine for each document, shape (n_documents,).
        """
        limits = np.asarray(thresholds)

        def reach(block: slice, similarities: FloatArray) -> NDArray[np.bool_]:
            reached = similarities.round(SCORE_DECIMALS) >= limits
            return np.asarray(reached.any(axis=0))

        queries = np.asarray(rows, dtype=np.int64)
        reached = np.zeros(len(self.ids_), dtype=bool)
        for reached_by_block in self._map_similarities(reach, queries):
            reached |= reached_by_block
        return np.flatnonzero(reached)

    def shared_terms(
        self, rows: ArrayLike, others: ArrayLike, n_terms: int = 5
    ) -> list[list[tuple[str, float]]]:
        """Return what the terms that two documents share give to their cosine, most first.

        Parameters:
            rows, others: Rows of `matrix_`, pairwise, shape (n_pairs,) both.
            n_terms: How many terms at most for each pair.

        Returns:
            For each pair the terms, as written most often, and their parts of the cosine.
        """
        surfaces = self.statistics_.surfaces
        pairs = []
        products = self._rows[np.asarray(rows)].multiply(self._rows[np.asarray(others)]).tocsr()
        products.sort_indices()
        for start, stop in zip(products.indptr[:-1], products.indptr[1:], strict=True):
            parts = products.data[start:stop]
            best = np.argsort(-parts, kind="stable")[:n_terms]
            columns = products.indices[start:stop][best]
            shares = parts[best].round(SCORE_DECIMALS).tolist()
            pairs.append([(surfaces[c], s) for c, s in zip(columns, shares, strict=True)])
        return pairs

    def _map_similarities[T](
        self, work: Callable[[slice, FloatArray], T], rows: IntArray
    ) -> Iterator[T]:
        """Yield what `work` makes of each block of rows and their cosines with all documents."""

        def multiply_and_work(block: slice) -> T:
            return work(block, (self._rows[rows[block]] @ self._columns).toarray())

        blocks = [slice(start, start + _BLOCK) for start in range(0, len(rows), _BLOCK)]
        n_threads = os.cpu_count() or 1
        # SciPy and NumPy work without holding the interpreter's lock. Few blocks at a time, so that
        # an interrupt need not wait for all.
        with ThreadPoolExecutor(n_threads) as executor:
            for some in batched(blocks, n_threads):
                yield from executor.map(multiply_and_work, some)

    def _checked_weights(self) -> dict[str, float]:
        weights = DEFAULT_FIELD_WEIGHTS if self.field_weights is None else self.field_weights
        if unknown := set(weights) - set(FIELDS):
            raise ValueError(f"Unknown fields {sorted(unknown)}; there are {', '.join(FIELDS)}")
        if negative := {field: weight for field, weight in weights.items() if weight < 0}:
            raise ValueError(f"Weights below 0: {negative}")
        if not 0 < self.max_df <= 1:
            raise ValueError(f"max_df must be above 0 and at most 1, not {self.max_df}")
        # In one order, so that sums come out the same to the last bit.
        used = {field: weights[field] for field in FIELDS if weights.get(field)}
        if not used:
            raise ValueError("No field has a weight above 0")
        return used


def _take_best(
    similarities: FloatArray, ids: NDArray[Any], indices: IntArray, scores: FloatArray
) -> None:
    """Fill each row of `indices` and `scores` with its best columns, best first, ties by id."""
    n_best = min(indices.shape[1], similarities.shape[1])
    if not n_best:
        return
    # The last of the best is at least as good as the one in its place among the best of each
    # stretch of columns, and these are few. A little below that, rounding may make a tie of it.
    stretches = np.arange(0, similarities.shape[1], max(1, similarities.shape[1] // n_best // 10))
    tops = np.maximum.reduceat(similarities, stretches, axis=1)
    bound = np.partition(tops, -n_best, axis=1)[:, -n_best, None] - _TIE
    rows, columns = np.nonzero(similarities >= np.maximum(bound, _TIE / 2))
    values = similarities[rows, columns].round(SCORE_DECIMALS)
    order = np.lexsort((ids[columns], -values, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    places = np.arange(len(rows)) - np.searchsorted(rows, rows)
    best = (places < n_best) & (values > 0)
    indices[rows[best], places[best]] = columns[best]
    scores[rows[best], places[best]] = values[best]
