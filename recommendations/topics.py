"""Topics: how many two articles share, of which more than a few say no more."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .document import Facts
from .incidence import Numbering, incidence
from .products import Products
from .replacing import IntArray, replace_rows

ENOUGH = 4


class Topics:
    """Who has which topic.

    Attributes:
        matrix: Documents by topics, 1 where the document has the topic.
        products: How many topics documents share with each.
    """

    def __init__(self, facts: Sequence[Facts]) -> None:
        self._numbers = Numbering()
        self.matrix = incidence([its.topics for its in facts], self._numbers)
        self.products = Products(self.matrix)

    def replaced(self, removed: IntArray, facts: Sequence[Facts]) -> Self:
        """Return the topics without the documents `removed` and with others at the end."""
        new = type(self)(())
        new._numbers = Numbering(self._numbers)
        rows = incidence([its.topics for its in facts], new._numbers)
        new.matrix = replace_rows(self.matrix, removed, rows)
        new.products = Products(new.matrix)
        return new

    @staticmethod
    def shares(numbers: NDArray[Any]) -> Any:
        """Return, from 0 to 1, what so many shared topics say."""
        return np.minimum(numbers, ENOUGH) / ENOUGH
