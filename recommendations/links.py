"""Links: articles that link to each other, or that share the articles they are linked with.

The latter is the cosine of two sets: of the articles that one links to or is linked from, each set
with the article itself.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array, eye_array

from .document import Facts, Matrix


def edges[Id: Hashable](facts: Mapping[Id, Facts]) -> set[tuple[Id, Id]]:
    """Return each pair of documents of which the first links to the second."""
    at_address = defaultdict(list)
    for document, its in facts.items():
        for address in its.addresses:
            at_address[address].append(document)
    return {
        (document, target)
        for document, its in facts.items()
        for link in its.links
        for target in at_address.get(link, ())
        if target != document
    }


class Links:
    """Who links to whom.

    Attributes:
        matrix: Documents by documents, 1 where the row's links to the column's.
        neighborhoods: Documents by documents, 1 where either links to the other or both are one.
    """

    def __init__(self, facts: Sequence[Facts]) -> None:
        pairs = sorted(edges(dict(enumerate(facts))))
        rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        shape = (len(facts), len(facts))
        self.matrix: Matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
        linked = self.matrix + self.matrix.T + eye_array(len(facts), format="csr")
        self.neighborhoods: Matrix = csr_array(linked).sign()
