"""Links: articles that link to each other, or that share the articles they are linked with.

The latter is the cosine of two sets: of the articles that one links to or is linked from, each set
with the article itself.
"""

from collections.abc import Sequence
from typing import Self

import numpy as np
from scipy.sparse import csr_array, eye_array

from .document import Facts
from .incidence import Numbering, incidence
from .matrix import Matrix, sparse_rows
from .replacing import IntArray, replace_rows


class Links:
    """Who links to whom.

    Attributes:
        matrix: Documents by documents, 1 where the row's links to the column's.
        back: The same, by the document that is linked to.
        neighborhoods: Documents by documents, 1 where either links to the other or both are one.
        n_neighbors: For each document how many are in its neighborhood.
    """

    def __init__(self, facts: Sequence[Facts]) -> None:
        # A link and the address that it leads to have one number.
        self._numbers = Numbering()
        self._links = incidence([its.links for its in facts], self._numbers)
        self._addresses = incidence([its.addresses for its in facts], self._numbers)
        self._join()

    def replaced(self, removed: IntArray, facts: Sequence[Facts]) -> Self:
        """Return the links without the documents `removed` and with others at the end."""
        new = type(self)(())
        new._numbers = Numbering(self._numbers)
        links = incidence([its.links for its in facts], new._numbers)
        addresses = incidence([its.addresses for its in facts], new._numbers)
        new._links = replace_rows(self._links, removed, links)
        new._addresses = replace_rows(self._addresses, removed, addresses)
        new._join()
        return new

    def _join(self) -> None:
        n = self._links.shape[0]
        # They may have been made when there were fewer numbers.
        shape = (n, len(self._numbers))
        found = (_of_shape(self._links, shape) @ _of_shape(self._addresses, shape).T).tocoo()
        others = found.row != found.col
        places = (found.row[others], found.col[others])
        self.matrix: Matrix = csr_array((np.ones(len(places[0])), places), shape=(n, n))
        self.back: Matrix = self.matrix.T.tocsr()
        linked = self.matrix + self.back + eye_array(n, format="csr")
        self.neighborhoods: Matrix = csr_array(linked).sign()
        self.n_neighbors = np.diff(self.neighborhoods.indptr).astype(np.float64)


def _of_shape(matrix: Matrix, shape: tuple[int, int]) -> Matrix:
    return sparse_rows(matrix.data, matrix.indices, matrix.indptr, shape)
