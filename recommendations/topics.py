"""Topics: how many two articles share, of which more than a few say no more."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

from .document import Facts, Matrix

ENOUGH = 4


def topic_matrix(facts: Sequence[Facts]) -> Matrix:
    """Return documents by topics, 1 where the document has the topic."""
    numbers = {
        topic: number for number, topic in enumerate(sorted({t for f in facts for t in f.topics}))
    }
    columns = np.array([numbers[t] for f in facts for t in f.topics], dtype=np.int32)
    indptr = np.cumsum([0, *(len(its.topics) for its in facts)])
    parts = (np.ones(len(columns)), columns, indptr)
    matrix: Matrix = csr_array(parts, shape=(len(facts), len(numbers)))
    return matrix
