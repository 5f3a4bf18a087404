"""The Read More engine: which documents of a corpus are most related, and by what.

Two documents are compared by several signals, each a number from 0 to 1, and their score is the
weighted mean of these. Each signal has a module: `weighting` (TF-IDF, the text), `meaning`,
`mentions`, `links` and `topics`. A signal is a function of the two documents and the statistics of
the corpus, so that two documents have one score whatever else is in the index.

Products are taken so that they come out the same to the last bit whichever rows are asked for: of
whole numbers, or term by term in the order of the columns.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import language as languages
from .document import FIELDS, Document, Rows
from .matrix import Matrix
from .meaning import components_of, meanings
from .mentions import NamesFound
from .pairs import Pairs
from .parallel import map_ahead
from .ranking import Scores, rounded, take_best_of
from .reading import Reading, read
from .replacing import replaced
from .scoring import DEFAULT_WEIGHTS, PARTS, OnTexts, Scoring
from .weighting import (
    CorpusStatistics,
    columns_of,
    most_frequent_words,
    take_columns,
    take_statistics,
    weigh,
)

__all__ = [
    "DEFAULT_FIELD_WEIGHTS",
    "DEFAULT_WEIGHTS",
    "PARTS",
    "CorpusStatistics",
    "Document",
    "Rows",
    "TfidfIndex",
]

type FloatArray = NDArray[np.float64]
type IntArray = NDArray[np.int64]

# From the related topics that the editors of MedlinePlus chose: each was halved and doubled, and
# the best rounded. They lie on a plateau: halving or doubling one costs .001 to .02 of nDCG@4.
DEFAULT_FIELD_WEIGHTS = {
    "title": 0.35,
    "also_known_as": 0.2,
    "topics": 0.25,
    "headings": 0.1,
    "summary": 0.25,
    "body": 1.0,
}
# Rows of scores that are held at a time, as many numbers each as the corpus has documents.
BLOCK = 256
# With more documents that came since an index was made, to make it anew takes no longer.
FEW_NEW = 300


class TfidfIndex:
    """Find the most related documents of one language.

    In the manner of scikit-learn, whose `clone` takes it, but without its base class, whose import
    takes three times as long as all else here together: an editor may be waiting.

    Parameters:
        language: Two letters; decides stems and stop words ("en", "es"; any other has neither).
        field_weights: The weight of each field of `Document` in the text, `DEFAULT_FIELD_WEIGHTS`
            if None; a field that is not named does not count.
        weights: The weight of each signal in the score, `DEFAULT_WEIGHTS` if None; one that is not
            named does not count. Only their proportions matter.
        max_df: A term in more than this share of the documents is left out, unless they are
            no more than `NEVER_TOO_COMMON`. Such terms hardly weigh and cost most of the time.

    Attributes:
        ids_: The documents' ids, shape (n_documents,).
        statistics_: The `CorpusStatistics` that documents are weighed by.
        rows_: What is kept of each document.
    """

    ids_: NDArray[Any]
    statistics_: CorpusStatistics
    rows_: Rows

    def __init__(
        self,
        *,
        language: str = "en",
        field_weights: Mapping[str, float] | None = None,
        weights: Mapping[str, float] | None = None,
        max_df: float = 0.3,
    ) -> None:
        self.language = language
        self.field_weights = field_weights
        self.weights = weights
        self.max_df = max_df

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters by name; `deep` is there for scikit-learn and changes nothing."""
        return {
            "language": self.language,
            "field_weights": self.field_weights,
            "weights": self.weights,
            "max_df": self.max_df,
        }

    def fit(self, ids: Sequence[Any], documents: Iterable[Document]) -> Self:
        """Take the statistics of `documents` and index them under `ids`, in the same order.

        Any corpus will do, an empty one too. `documents` are read once, one after the other.

        Raises:
            ValueError: An unknown field or signal, a weight below 0, no weight above 0, a `max_df`
                outside (0, 1], an id that is there twice, or another number of documents than of
                ids.
        """
        self._check_parameters()
        reading = read(documents)
        boilerplate = reading.boilerplate()
        reading = reading.without(boilerplate)
        terms = languages.terms(reading.words, self.language)
        with ThreadPoolExecutor(1) as executor:
            counted = executor.submit(self._count, reading, terms, ids)
            tokens = reading.tokens(terms)
            names_found = NamesFound(tokens, reading.facts, self.language)
        statistics, text = counted.result()
        names = names_found.frequencies()
        statistics = replace(statistics, boilerplate=boilerplate, name_frequencies=names)
        rows = Rows(text, meanings(text, statistics.components), tokens, reading.facts)
        self._hold(statistics, ids, rows, names_found)
        self.statistics_ = replace(statistics, mean_similarity=self._mean_score())
        return self

    def restore(
        self, statistics: CorpusStatistics, ids: Sequence[Any] = (), rows: Rows | None = None
    ) -> Self:
        """Become the index of rows that `fit` or `transform` gave under `statistics`.

        Without rows it is an index of nothing, which can `transform`.

        Raises:
            ValueError: The numbers of ids, rows, terms and columns do not agree, or as in `fit`.
        """
        self._check_parameters()
        n_terms, n_components = statistics.components.shape
        self._hold(statistics, ids, Rows.empty(n_terms, n_components) if rows is None else rows)
        return self

    def _hold(
        self,
        statistics: CorpusStatistics,
        ids: Sequence[Any],
        rows: Rows,
        names_found: NamesFound | None = None,
    ) -> None:
        if len(set(ids)) != len(ids):
            raise ValueError("An id is there twice")
        shape = (len(ids), len(statistics.terms), statistics.components.shape[1])
        found = (len(rows), rows.text.shape[1], rows.meaning.shape[1])
        if found != shape:
            raise ValueError(
                "{} rows with {} terms and {} components for {} ids, {} terms and {}".format(
                    *found, *shape
                )
            )
        self._n_new = 0
        self.ids_ = np.asarray(ids)
        self.statistics_ = statistics
        self.rows_ = rows
        self._scoring = Scoring(
            rows,
            statistics,
            language=self.language,
            weights=self._used_weights(),
            names_found=names_found,
        )

    def replaced(self, removed: ArrayLike, ids: Sequence[Any], rows: Rows) -> Self:
        """Return the index without the documents at the places `removed`, others at its end.

        It answers as one of these documents made by `restore` does. As far as it is the same as
        this, which stays as it is, it is not made anew.
        """
        gone = np.unique(np.asarray(removed, dtype=np.int64))
        index = type(self)(**self.get_params())
        all_rows = replaced(self.rows_, gone, rows)
        all_ids = [*np.delete(self.ids_, gone).tolist(), *ids]
        n_new = self._n_new + len(rows)
        if n_new > FEW_NEW:
            return index.restore(self.statistics_, all_ids, all_rows)
        index._n_new = n_new
        index.ids_ = np.asarray(all_ids)
        index.statistics_ = self.statistics_
        index.rows_ = all_rows
        index._scoring = self._scoring.replaced(all_rows, gone, rows)
        return index

    def reweighted(
        self, weights: Mapping[str, float], *, mean_similarity: float | None = None
    ) -> Self:
        """Return the index of the same documents by other `weights` of the signals.

        Nothing is made anew but the mean score in its statistics, and that only if it is not given.
        """
        check_weights(weights, PARTS)
        index = copy(self)
        index.weights = weights
        index._scoring = self._scoring.reweighted(index._used_weights())
        mean = index._mean_score() if mean_similarity is None else mean_similarity
        index.statistics_ = replace(self.statistics_, mean_similarity=mean)
        return index

    def transform(self, documents: Iterable[Document]) -> Rows:
        """Read `documents` under the present statistics; terms that are new to these are left out.

        Returns:
            What is to be kept of each document, for `restore`.
        """
        statistics = self.statistics_
        reading = read(documents).without(statistics.boilerplate)
        terms = languages.terms(reading.words, self.language)
        columns = columns_of(terms, statistics.columns)
        weights = self._used_field_weights()
        counts = {
            name: reading.term_counts(name, columns, len(statistics.terms)) for name in weights
        }
        text = weigh(statistics, weights, counts)
        return Rows(
            text, meanings(text, statistics.components), reading.tokens(terms), reading.facts
        )

    def neighbors(
        self,
        n_neighbors: int = 10,
        *,
        rows: ArrayLike | None = None,
        groups: ArrayLike | None = None,
        barred: Matrix | None = None,
        on_texts: OnTexts | None = None,
    ) -> tuple[IntArray, FloatArray]:
        """Return the documents most related to each document, best first, ties by id.

        The answer is exact: every document is compared with every other.

        Parameters:
            n_neighbors: How many at most.
            rows: The places in `ids_` of the documents to find neighbors for, all if None.
            groups: For each document the group it is of, shape (n_documents,). Documents of one
                group are never neighbors. If None, each is in a group of its own.
            barred: Where it is not 0, documents are not neighbors; shape (n_rows, n_documents).
            on_texts: Called with some of the rows and the inner products of their texts with all
                texts, shape (n_some, n_documents), which it must not change.

        Returns:
            Places in `ids_` and scores, both of shape (n_rows, n_neighbors). Only documents that
            share something are neighbors; where there are fewer, the rest is -1 and 0.
        """
        queries = np.arange(len(self.ids_)) if rows is None else np.asarray(rows, dtype=np.int64)
        group_of = np.arange(len(self.ids_)) if groups is None else np.asarray(groups)
        indices = np.full((len(queries), n_neighbors), -1, dtype=np.int64)
        scores = np.zeros((len(queries), n_neighbors))

        def take(block: slice, its_scores: Scores) -> None:
            its_groups = group_of[queries[block]]
            # Of all documents the few that may be of one group with any of these.
            likely = np.flatnonzero(np.isin(group_of, its_groups))
            same, members = np.nonzero(its_groups[:, None] == group_of[likely])
            its_scores[same, likely[members]] = 0
            if barred is not None:
                its_scores[barred[block].nonzero()] = 0
            take_best_of(its_scores, self.ids_, indices[block], scores[block])

        for _ in self._map_scores(take, queries, on_texts=on_texts):
            pass
        return indices, scores

    def rows_reached(self, rows: ArrayLike, thresholds: ArrayLike) -> IntArray:
        """Return the documents for which any of `rows` scores what their threshold says or more.

        Parameters:
            rows: Places in `ids_`.
            thresholds: A score for each document, shape (n_documents,).
        """
        limits = np.asarray(thresholds)

        def reach(block: slice, scores: Scores) -> NDArray[np.bool_]:
            return np.asarray((rounded(scores) >= limits).any(axis=0))

        queries = np.asarray(rows, dtype=np.int64)
        reached = np.zeros(len(self.ids_), dtype=bool)
        for reached_by_block in self._map_scores(reach, queries, incoming=True):
            reached |= reached_by_block
        return np.flatnonzero(reached)

    def pairs(self, rows: ArrayLike, others: ArrayLike) -> Pairs:
        """Return what relates documents to others.

        Parameters:
            rows, others: Places in `ids_`, pairwise, shape (n_pairs,) both.
        """
        return Pairs(
            np.asarray(rows, dtype=np.int64),
            np.asarray(others, dtype=np.int64),
            scoring=self._scoring,
            facts=self.rows_.facts,
            surfaces=self.statistics_.surfaces,
        )

    def links_of(self, rows: ArrayLike) -> set[tuple[Any, Any]]:
        """Return each link from or to one of `rows`, as the ids of the two documents."""
        ids = self.ids_.tolist()
        links = self._scoring.links_of(np.asarray(rows, dtype=np.int64))
        return {(ids[one], ids[other]) for one, other in links}

    def near_duplicates(
        self, lists: IntArray, places: NDArray[np.bool_], similarity: float
    ) -> tuple[IntArray, IntArray, IntArray]:
        """Return which documents of each list are nearly the same: by text and by meaning.

        Parameters:
            lists: Places in `ids_`, shape (n_lists, n_places).
            places: Which of these count, of the same shape.
            similarity: The cosine from which on two documents are nearly the same.

        Returns:
            For each such pair the list, the place of the first and that of the second, in order.
        """
        return self._scoring.near_duplicates(lists, places, similarity)

    def _map_scores[T](
        self,
        work: Callable[[slice, Scores], T],
        rows: IntArray,
        *,
        incoming: bool = False,
        on_texts: OnTexts | None = None,
    ) -> Iterator[T]:
        """Yield what `work` makes of each block of rows and the scores of all documents for these.

        `incoming` scores are those that the rows have for all documents.
        """

        def score_and_work(block: slice) -> T:
            return work(
                block, self._scoring.scores(rows[block], incoming=incoming, on_texts=on_texts)
            )

        blocks = [slice(start, start + BLOCK) for start in range(0, len(rows), BLOCK)]
        return map_ahead(score_and_work, blocks)

    def _mean_score(self) -> float:
        """Return the mean score of two different documents; in a large corpus, of evenly many."""
        n_documents = len(self.ids_)
        if n_documents < 2:
            return 0.0
        some = np.arange(0, n_documents, -(-n_documents // BLOCK))
        scores = self._scoring.scores(some)
        scores[np.arange(len(some)), some] = 0
        return float(scores.sum(dtype=np.float64) / (len(some) * (n_documents - 1)))

    def _count(
        self, reading: Reading, terms: Sequence[str], ids: Sequence[Any]
    ) -> tuple[CorpusStatistics, Matrix]:
        """Return the statistics of terms, and documents by terms under these."""
        weights = self._used_field_weights()
        surfaces = most_frequent_words(reading.words, terms, reading.word_counts(weights))
        all_terms = sorted(surfaces.keys() - {""})
        columns = columns_of(terms, {term: column for column, term in enumerate(all_terms)})
        counts = {name: reading.term_counts(name, columns, len(all_terms)) for name in weights}
        statistics = take_statistics(
            all_terms, [surfaces[term] for term in all_terms], counts.values(), max_df=self.max_df
        )
        kept = columns_of(all_terms, statistics.columns)
        n_terms = len(statistics.terms)
        counts = {name: take_columns(its, kept, n_terms) for name, its in counts.items()}
        text = weigh(statistics, weights, counts)
        return replace(statistics, components=components_of(text, ids)), text

    def _used_field_weights(self) -> dict[str, float]:
        weights = DEFAULT_FIELD_WEIGHTS if self.field_weights is None else self.field_weights
        # In one order, so that sums come out the same to the last bit.
        return {name: weights[name] for name in FIELDS if weights.get(name)}

    def _used_weights(self) -> dict[str, float]:
        weights = DEFAULT_WEIGHTS if self.weights is None else self.weights
        total = sum(weights.values())
        return {name: weights[name] / total for name in PARTS if weights.get(name)}

    def _check_parameters(self) -> None:
        for weights, names in ((self.field_weights, FIELDS), (self.weights, PARTS)):
            check_weights(weights, names)
        if not 0 < self.max_df <= 1:
            raise ValueError(f"max_df must be above 0 and at most 1, not {self.max_df}")


def check_weights(weights: Mapping[str, float] | None, names: Sequence[str]) -> None:
    """Raise ValueError where `weights` are not weights of some of `names`."""
    if weights is None:
        return
    if unknown := set(weights) - set(names):
        raise ValueError(f"Unknown: {sorted(unknown)}; there are {', '.join(names)}")
    if negative := {name: weight for name, weight in weights.items() if not weight >= 0}:
        raise ValueError(f"Weights below 0: {negative}")
    if not any(weights.values()):
        raise ValueError(f"None of {', '.join(names)} has a weight above 0")
