"""Texts by their terms, to be compared with all others at once.

Most of the work of comparing is in the few terms that many texts have. These are in a dense matrix,
so that the product of the others is a sparse one indeed. Weights are whole numbers of a unit (see
`document.UNIT`), and so products come out the same to the last bit in whatever order the terms are
added up.
"""

from copy import copy
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .document import Matrix
from .replacing import IntArray

type Float32Array = NDArray[np.float32]

# So many terms are in the dense matrix. With half or twice as many, comparing takes longer.
FREQUENT_TERMS = 512


@dataclass(frozen=True, slots=True)
class _Split:
    """Texts by frequent terms, dense, and by all others.

    `places` gives for each term its place among the frequent ones, -1 for the others.
    """

    frequent: Float32Array
    rare: Matrix

    @classmethod
    def of(cls, text: Matrix, places: IntArray) -> Self:
        its_places = places[text.indices]
        is_rare = its_places < 0
        row_of = np.repeat(np.arange(text.shape[0]), np.diff(text.indptr))
        frequent = np.zeros((text.shape[0], places.max(initial=-1) + 1), dtype=np.float32)
        frequent[row_of[~is_rare], its_places[~is_rare]] = text.data[~is_rare]
        indptr = np.concatenate([[0], np.cumsum(is_rare)])[text.indptr]
        parts = (text.data[is_rare], text.indices[is_rare], indptr)
        return cls(frequent, csr_array(parts, shape=text.shape))

    def by_term(self) -> Self:
        return type(self)(self.frequent.T, self.rare.T.tocsr())

    def __matmul__(self, other: Self) -> Float32Array:
        products = self.frequent @ other.frequent
        products += (self.rare @ other.rare).toarray()
        return products


class Texts:
    """Texts to be multiplied with: many that stay, and a few that came since."""

    def __init__(self, text: Matrix) -> None:
        n_texts, n_terms = text.shape
        numbers = np.bincount(text.indices, minlength=n_terms)
        frequent = np.argsort(-numbers, kind="stable")[:FREQUENT_TERMS]
        self._places = np.full(n_terms, -1)
        self._places[frequent] = np.arange(len(frequent))
        self._many = _Split.of(text, self._places).by_term()
        self._n_many = n_texts
        self._stay: IntArray | None = None  # all
        self._few: _Split | None = None

    def replaced(self, text: Matrix, removed: IntArray) -> Self:
        """Return these for `text`, which is without `removed` and has new texts at the end."""
        other = copy(self)
        stay = np.arange(self._n_many) if self._stay is None else self._stay
        other._stay = np.delete(stay, removed[removed < len(stay)])
        other._few = _Split.of(text[len(other._stay) :], self._places).by_term()
        return other

    def products(self, queries: Matrix) -> Float32Array:
        """Return the inner products of each of `queries` with each text."""
        its = _Split.of(queries, self._places)
        products = its @ self._many
        if self._stay is None or self._few is None:
            return products
        return np.hstack([products[:, self._stay], its @ self._few])
