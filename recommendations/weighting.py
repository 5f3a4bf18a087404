"""How a text becomes a vector: words are counted, terms weighed.

Each field of a document is a vector of its own, weighted as Salton and Buckley (1988,
"Term-weighting approaches in automatic text retrieval", Information Processing & Management
24:513-523) found good for documents: sublinear term frequency, inverse document frequency,
length 1. A document's vector is the weighted sum of its fields' vectors, again of length 1, so that
the inner product of two documents is the cosine of the angle between them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import add

import numpy as np
from numpy.typing import NDArray

from .document import UNIT
from .matrix import Matrix, sparse_rows
from .mentions import Name, Rarity

# A term in this few documents is never too common, however small the corpus.
NEVER_TOO_COMMON = 20


@dataclass(frozen=True)
class CorpusStatistics:
    """What a corpus says of its terms: enough to weigh a later document as those of the corpus.

    Attributes:
        n_documents: How many documents were counted.
        terms: The terms in alphabetical order; a term's place is its column.
        surfaces: For each term the word that stands for it most often, as written.
        document_frequencies: For each term the number of documents that have it.
        too_common: The terms that so many documents have that they are not among `terms`, with
            the number of these.
        name_frequencies: For each name of a document the number of documents that mention it.
        boilerplate: The keys of the blocks that count for nothing.
        components: Terms by components of meaning, 16-bit; without components in a small corpus.
        mean_similarity: The mean score of two different documents.
    """

    n_documents: int
    terms: Sequence[str]
    surfaces: Sequence[str]
    document_frequencies: NDArray[np.int64]
    too_common: Mapping[str, int] = field(default_factory=dict)
    name_frequencies: Mapping[Name, int] = field(default_factory=dict)
    boilerplate: frozenset[int] = frozenset()
    components: NDArray[np.float16] = field(
        default_factory=lambda: np.zeros((0, 0), dtype=np.float16)
    )
    mean_similarity: float = 0.0

    @cached_property
    def rarity(self) -> Rarity:
        of_terms = dict(zip(self.terms, self.document_frequencies.tolist(), strict=True))
        return Rarity(self.n_documents, self.name_frequencies, {**of_terms, **self.too_common})

    @cached_property
    def idf(self) -> NDArray[np.float64]:
        """For each term its inverse document frequency.

        The "probabilistic" one of Salton and Buckley, log((N - n) / n), made smooth and positive as
        Lucene does: a term of all documents weighs little, never nothing.
        """
        n, df = self.n_documents, self.document_frequencies
        return np.asarray(np.log1p((n - df + 0.5) / (df + 0.5)))

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """For each term its column."""
        return {term: column for column, term in enumerate(self.terms)}


def take_statistics(
    terms: Sequence[str], surfaces: Sequence[str], counts: Iterable[Matrix], *, max_df: float
) -> CorpusStatistics:
    """Return what the corpus says of its terms.

    Parameters:
        terms: All terms in alphabetical order.
        surfaces: For each term the word that stands for it most often.
        counts: For each field documents by terms.
        max_df: See `TfidfIndex`.
    """
    in_any_field = _sum(counts)
    document_frequencies = np.bincount(in_any_field.indices, minlength=len(terms))
    n_documents = in_any_field.shape[0]
    is_kept = document_frequencies <= max(max_df * n_documents, NEVER_TOO_COMMON)
    # A term that is only in the boilerplate is in no document.
    kept = np.flatnonzero(is_kept & (document_frequencies > 0)).tolist()
    return CorpusStatistics(
        n_documents=n_documents,
        terms=[terms[column] for column in kept],
        surfaces=[surfaces[column] for column in kept],
        document_frequencies=document_frequencies[kept],
        too_common={
            terms[column]: int(document_frequencies[column])
            for column in np.flatnonzero(~is_kept).tolist()
        },
    )


def most_frequent_words(
    words: Sequence[str], terms: Sequence[str], counts: NDArray[np.int64]
) -> dict[str, str]:
    """Return for each term the word that stands for it most often, and has the first letters."""
    ranked = sorted(zip(-counts, words, terms, strict=True), reverse=True)
    # The best of each term comes last, and stays.
    return {term: word for _, word, term in ranked}


def weigh(
    statistics: CorpusStatistics, weights: Mapping[str, float], counts: Mapping[str, Matrix]
) -> Matrix:
    """Return documents by terms: the vectors of the counted documents, as `Rows.text` has them.

    Parameters:
        weights: The weight of each field that has any.
        counts: For each of these documents by terms, those of `statistics`.
    """
    weighed = []
    for name, weight in weights.items():
        field = counts[name]
        tf = 1 + np.log(field.data)
        tf_idf = tf * statistics.idf[field.indices]
        rows = sparse_rows(tf_idf, field.indices, field.indptr, field.shape)
        weighed.append(weight * _normalize(rows))
    return _in_units(_normalize(_sum(weighed)))


def _sum(matrices: Iterable[Matrix]) -> Matrix:
    total: Matrix = reduce(add, matrices)
    return total


def columns_of(terms: Iterable[str], columns: Mapping[str, int]) -> NDArray[np.int32]:
    """Return for each term its column, -1 where it has none."""
    return np.array([columns.get(term, -1) for term in terms], dtype=np.int32)


def take_columns(counts: Matrix, new_columns: NDArray[np.int32], n_columns: int) -> Matrix:
    """Return `counts` by other columns: for each of its columns the new one, -1 for none."""
    columns = new_columns[counts.indices]
    kept = columns >= 0
    indptr = np.concatenate([[0], np.cumsum(kept)])[counts.indptr]
    return sparse_rows(counts.data[kept], columns[kept], indptr, (counts.shape[0], n_columns))


def _in_units(matrix: Matrix) -> Matrix:
    """Return `matrix`, 32-bit, cut off to whole numbers of 1 / `UNIT`."""
    # Cut off, not rounded: a row is then at most of length 1. What ends just below a whole number
    # is one.
    units = np.floor(matrix.data * UNIT + 1e-9).astype(np.float32)
    in_units = sparse_rows(units / UNIT, matrix.indices, matrix.indptr, matrix.shape)
    in_units.eliminate_zeros()
    return in_units


def _normalize(matrix: Matrix) -> Matrix:
    """Return `matrix` with rows of length 1; a row without terms stays empty."""
    row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    # bincount adds in the order of the columns, so that a row's length does not depend on others.
    lengths = np.sqrt(np.bincount(row_of, weights=matrix.data**2, minlength=matrix.shape[0]))
    data = matrix.data / lengths[row_of]
    return sparse_rows(data, matrix.indices, matrix.indptr, matrix.shape)
