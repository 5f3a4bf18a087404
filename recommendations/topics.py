"""Topics: how many two articles share, of which more than a few say no more."""

from collections.abc import Sequence
from typing import Self

from .document import Facts, Matrix
from .incidence import Numbering, incidence
from .replacing import IntArray, replace_rows

ENOUGH = 4


class Topics:
    """Who has which topic.

    Attributes:
        matrix: Documents by topics, 1 where the document has the topic.
        back: Topics by documents.
    """

    def __init__(self, facts: Sequence[Facts]) -> None:
        self._numbers = Numbering()
        self.matrix = incidence([its.topics for its in facts], self._numbers)
        self.back: Matrix = self.matrix.T.tocsr()

    def replaced(self, removed: IntArray, facts: Sequence[Facts]) -> Self:
        """Return the topics without the documents `removed` and with others at the end."""
        new = type(self)(())
        new._numbers = Numbering(self._numbers)
        rows = incidence([its.topics for its in facts], new._numbers)
        new.matrix = replace_rows(self.matrix, removed, rows)
        new.back = new.matrix.T.tocsr()
        return new
