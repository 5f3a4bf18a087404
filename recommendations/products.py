"""Products of rows with all others: how much texts have in common, how many topics.

Most of the work is in the few columns, terms or topics, that many rows have. These are in a dense
matrix, so that the product of the others is a sparse one indeed. What is multiplied are whole
numbers of a unit (see `document.UNIT`), and so products come out the same to the last bit in
whatever order they are added up.
"""

from copy import copy
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .matrix import Matrix, sparse_rows
from .replacing import IntArray

type Float32Array = NDArray[np.float32]

# So many columns are in the dense matrix. With half or twice as many, texts take longer.
FREQUENT = 768
# For fewer rows than this, to read the dense matrix takes longer than to do without it.
FEW = 16


class Products:
    """The rows of a matrix, to be multiplied with: many that stay, and a few that came since."""

    def __init__(self, rows: Matrix) -> None:
        n_columns = rows.shape[1]
        numbers = np.bincount(rows.indices, minlength=n_columns)
        frequent = np.argsort(-numbers, kind="stable")[:FREQUENT]
        # For each column its place among the frequent ones, -1 for the others.
        self._places = np.full(n_columns, -1)
        self._places[frequent] = np.arange(len(frequent))
        self._many: Matrix = rows.T.tocsr()
        self._frequent, rare = self._split(rows)
        self._rare: Matrix = rare.T.tocsr()
        self._stay: IntArray | None = None  # all
        self._few: Matrix | None = None

    def replaced(self, rows: Matrix, removed: IntArray) -> Self:
        """Return these for `rows`, which are without those `removed` and have new ones at the end.

        The columns are the same as before.
        """
        other = copy(self)
        stay = np.arange(self._many.shape[1]) if self._stay is None else self._stay
        other._stay = np.delete(stay, removed[removed < len(stay)])
        other._few = rows[len(other._stay) :].T.tocsr()
        return other

    def __call__(self, queries: Matrix) -> Float32Array:
        """Return the inner products of each of `queries` with each row."""
        products = self._with_many(queries)
        if self._stay is None or self._few is None:
            return products
        return np.hstack([products[:, self._stay], (queries @ self._few).toarray()])

    def _with_many(self, queries: Matrix) -> Float32Array:
        if queries.shape[0] < FEW:
            return np.asarray((queries @ self._many).toarray())
        frequent, rare = self._split(queries)
        products = frequent @ self._frequent.T
        if rare.nnz:
            products += (rare @ self._rare).toarray()
        return products

    def _split(self, rows: Matrix) -> tuple[Float32Array, Matrix]:
        """Return rows by frequent columns, dense, and by all others."""
        places = self._places[rows.indices]
        is_rare = places < 0
        row_of = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
        n_frequent = self._places.max(initial=-1) + 1
        frequent = np.zeros((rows.shape[0], n_frequent), dtype=np.float32)
        frequent[row_of[~is_rare], places[~is_rare]] = rows.data[~is_rare]
        indptr = np.concatenate([[0], np.cumsum(is_rare)])[rows.indptr]
        rare = sparse_rows(rows.data[is_rare], rows.indices[is_rare], indptr, rows.shape)
        return frequent, rare
