"""How a text becomes a vector: words are counted, terms weighed.

Each field of a document is a vector of its own, weighted as Salton and Buckley (1988,
"Term-weighting approaches in automatic text retrieval", Information Processing & Management
24:513-523) found good for documents: sublinear term frequency, inverse document frequency,
length 1. A document's vector is the weighted sum of its fields' vectors, again of length 1, so that
the inner product of two documents is the cosine of the angle between them.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from . import language as languages

type Matrix = csr_array[Any, tuple[int, int]]

# A term in this few documents is never too common, however small the corpus.
NEVER_TOO_COMMON = 20


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one article, by field."""

    title: str = ""
    also_known_as: str = ""
    topics: str = ""
    headings: str = ""
    summary: str = ""
    body: str = ""


FIELDS = tuple(field.name for field in fields(Document))


@dataclass(frozen=True, slots=True)
class CorpusStatistics:
    """What a corpus says of its terms: enough to weigh a later document as those of the corpus.

    Attributes:
        n_documents: How many documents were counted.
        terms: The terms in alphabetical order; a term's place is its column.
        surfaces: For each term the word that stands for it most often, as written.
        document_frequencies: For each term the number of documents that have it.
        mean_similarity: The mean cosine of two different documents, from 0 to 1.
    """

    n_documents: int
    terms: Sequence[str]
    surfaces: Sequence[str]
    document_frequencies: NDArray[np.int64]
    mean_similarity: float


class _Numbering(dict[str, int]):
    """Numbers for words, in the order in which they are first met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def count_words(
    documents: Iterable[Document], names: Iterable[str]
) -> tuple[list[str], dict[str, Matrix]]:
    """Return all words, and for each field documents by words: how often each is there."""
    numbers = _Numbering()
    found = {name: array("i") for name in names}
    ends = {name: [0] for name in found}
    for document in documents:
        for name, numbers_found in found.items():
            words = languages.words(getattr(document, name))
            numbers_found.extend(map(numbers.__getitem__, words))
            ends[name].append(len(numbers_found))
    counts = {}
    for name, numbers_found in found.items():
        columns = np.array(numbers_found, dtype=np.int32)
        parts = (np.ones(len(columns), dtype=np.int32), columns, np.array(ends[name]))
        counts[name] = csr_array(parts, shape=(len(ends[name]) - 1, len(numbers)))
        counts[name].sum_duplicates()
    return list(numbers), counts


def take_statistics(
    words: Sequence[str], terms: Sequence[str], counts: Mapping[str, Matrix], *, max_df: float
) -> CorpusStatistics:
    """Return what the corpus says of its terms, all but their mean similarity."""
    found = sorted(set(terms) - {""})
    in_any_field = _sum(_by_term(field, terms, found) for field in counts.values())
    document_frequencies = np.bincount(in_any_field.indices, minlength=len(found))
    n_documents = in_any_field.shape[0]
    limit = max(max_df * n_documents, NEVER_TOO_COMMON)
    kept = np.flatnonzero(document_frequencies <= limit)
    surfaces = _most_frequent_words(words, terms, counts)
    return CorpusStatistics(
        n_documents=n_documents,
        terms=[found[column] for column in kept],
        surfaces=[surfaces[found[column]] for column in kept],
        document_frequencies=document_frequencies[kept],
        mean_similarity=0.0,
    )


def _most_frequent_words(
    words: Sequence[str], terms: Sequence[str], counts: Mapping[str, Matrix]
) -> dict[str, str]:
    totals = _sum(counts.values()).sum(axis=0)
    ranked = sorted(zip(-totals, words, terms, strict=True), reverse=True)
    # The best of each term comes last, and stays.
    return {term: word for _, word, term in ranked}


def weigh(
    statistics: CorpusStatistics,
    weights: Mapping[str, float],
    terms: Sequence[str],
    counts: Mapping[str, Matrix],
) -> Matrix:
    """Return documents by terms, 32-bit, rows of length 1: the vectors of the counted documents."""
    # The "probabilistic" inverse document frequency of Salton and Buckley, log((N - n) / n), made
    # smooth and positive as Lucene does: a term of all documents weighs little, never nothing.
    n, df = statistics.n_documents, statistics.document_frequencies
    idf = np.log1p((n - df + 0.5) / (df + 0.5))
    weighed = []
    for name, weight in weights.items():
        field = _by_term(counts[name], terms, statistics.terms)
        field.data = (1 + np.log(field.data)) * idf[field.indices]
        weighed.append(weight * _normalize(field))
    return _normalize(_sum(weighed)).astype(np.float32)


def _sum(matrices: Iterable[Matrix]) -> Matrix:
    total: Matrix = reduce(add, matrices)
    return total


def _by_term(counts: Matrix, terms: Sequence[str], columns: Sequence[str]) -> Matrix:
    """Return documents by `columns`, from documents by words, whose terms are `terms`."""
    place = {term: number for number, term in enumerate(columns)}
    column_of_word = np.array([place.get(term, -1) for term in terms], dtype=np.int32)
    new_columns = column_of_word[counts.indices]
    kept = new_columns >= 0
    indptr = np.concatenate([[0], np.cumsum(kept)])[counts.indptr]
    parts = (counts.data[kept], new_columns[kept], indptr)
    by_term = csr_array(parts, shape=(counts.shape[0], len(columns)))
    by_term.sum_duplicates()
    return by_term


def _normalize(matrix: Matrix) -> Matrix:
    """Return `matrix` with rows of length 1; a row without terms stays empty."""
    row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    # bincount adds in the order of the columns, so that a row's length does not depend on others.
    lengths = np.sqrt(np.bincount(row_of, weights=matrix.data**2, minlength=matrix.shape[0]))
    return csr_array((matrix.data / lengths[row_of], matrix.indices, matrix.indptr), matrix.shape)


def mean_similarity(matrix: Matrix) -> float:
    """Return the mean cosine of two different rows, without comparing any two."""
    n_documents = matrix.shape[0]
    if n_documents < 2:
        return 0.0
    sums = np.bincount(matrix.indices, weights=matrix.data, minlength=matrix.shape[1])
    to_themselves = np.square(matrix.data, dtype=np.float64).sum()
    mean = (np.square(sums).sum() - to_themselves) / (n_documents * (n_documents - 1))
    return max(0.0, float(mean))
