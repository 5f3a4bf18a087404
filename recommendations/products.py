"""Products of rows with all others: how much texts have in common, how many topics.

Most of the work is in the few columns, terms or topics, that many rows have. These are in a dense
matrix, so that the product of the others is a sparse one indeed. What is multiplied are whole
numbers of a unit (see `document.UNIT`), and so products come out the same to the last bit in
whatever order they are added up.
"""

from copy import copy
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .matrix import Matrix, sparse_rows
from .replacing import IntArray

type Float32Array = NDArray[np.float32]

# So many columns are in the dense matrix. With half or twice as many, texts take longer.
FREQUENT = 768


@dataclass(frozen=True, slots=True)
class _Split:
    """Rows by frequent columns, dense, and by all others.

    `places` gives for each column its place among the frequent ones, -1 for the others.
    """

    frequent: Float32Array
    rare: Matrix

    @classmethod
    def of(cls, rows: Matrix, places: IntArray) -> Self:
        its_places = places[rows.indices]
        is_rare = its_places < 0
        row_of = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
        frequent = np.zeros((rows.shape[0], places.max(initial=-1) + 1), dtype=np.float32)
        frequent[row_of[~is_rare], its_places[~is_rare]] = rows.data[~is_rare]
        indptr = np.concatenate([[0], np.cumsum(is_rare)])[rows.indptr]
        rare = sparse_rows(rows.data[is_rare], rows.indices[is_rare], indptr, rows.shape)
        return cls(frequent, rare)

    def transposed(self) -> Self:
        return type(self)(self.frequent.T, self.rare.T.tocsr())

    def __matmul__(self, other: Self) -> Float32Array:
        products = self.frequent @ other.frequent
        if self.rare.nnz:
            products += (self.rare @ other.rare).toarray()
        return products


class Products:
    """The rows of a matrix, to be multiplied with: many that stay, and a few that came since."""

    def __init__(self, rows: Matrix) -> None:
        n_rows, n_columns = rows.shape
        numbers = np.bincount(rows.indices, minlength=n_columns)
        frequent = np.argsort(-numbers, kind="stable")[:FREQUENT]
        self._places = np.full(n_columns, -1)
        self._places[frequent] = np.arange(len(frequent))
        self._many = _Split.of(rows, self._places).transposed()
        self._n_many = n_rows
        self._stay: IntArray | None = None  # all
        self._few: _Split | None = None

    def replaced(self, rows: Matrix, removed: IntArray) -> Self:
        """Return these for `rows`, which are without those `removed` and have new ones at the end.

        The columns are the same as before.
        """
        other = copy(self)
        stay = np.arange(self._n_many) if self._stay is None else self._stay
        other._stay = np.delete(stay, removed[removed < len(stay)])
        other._few = _Split.of(rows[len(other._stay) :], self._places).transposed()
        return other

    def __call__(self, queries: Matrix) -> Float32Array:
        """Return the inner products of each of `queries` with each row."""
        its = _Split.of(queries, self._places)
        products = its @ self._many
        if self._stay is None or self._few is None:
            return products
        return np.hstack([products[:, self._stay], its @ self._few])
