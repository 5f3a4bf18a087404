"""Which documents have which strings: their topics, their links, their addresses."""

from collections.abc import Sequence

import numpy as np

from .matrix import Matrix, sparse_rows


class Numbering(dict[str, int]):
    """Numbers for strings, in the order in which they are first met."""

    def __missing__(self, string: str) -> int:
        self[string] = number = len(self)
        return number


def incidence(values: Sequence[Sequence[str]], numbers: Numbering) -> Matrix:
    """Return documents by the numbers of strings: 1 where the document has the string."""
    columns = np.array([numbers[value] for its in values for value in its], dtype=np.int32)
    indptr = np.cumsum([0, *map(len, values)])
    ones = np.ones(len(columns), dtype=np.float32)
    return sparse_rows(ones, columns, indptr, (len(values), len(numbers)))
