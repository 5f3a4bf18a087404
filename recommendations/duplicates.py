"""Articles with nearly the same text, found without comparing all with all."""

import numpy as np

from .parallel import map_ahead

# From this cosine on, two texts say the same.
SAME_TEXT = 0.9
# Of a corpus that is full of copies, the worst are enough.
MAX_PAIRS = 500

_BLOCK = 500


def near_duplicates(ids, matrix):
    """Return pairs of `ids` and the cosine of their rows, as lists, the most similar first.

    The rows of `matrix` have length 1 or 0. Two of them with a cosine of at least `SAME_TEXT` must
    share one of the few heaviest terms of the first: with all the others together, it is too short
    to get there (prefix filtering, Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity
    search"). So each row is compared with those that have one of these terms.
    """
    heaviest, rest = _split(matrix)
    columns = matrix.T.tocsr()

    def pairs_of(start):
        partial = (heaviest[start : start + _BLOCK] @ columns).tocoo()
        rows, others = partial.row + start, partial.col
        promising = (others > rows) & (partial.data + rest[rows] >= SAME_TEXT)
        rows, others = rows[promising], others[promising]
        cosines = matrix[rows].multiply(matrix[others]).sum(axis=1)
        same = cosines >= SAME_TEXT
        return _most_similar(zip(cosines[same], rows[same], others[same], strict=True))

    found = []
    for pairs in map_ahead(pairs_of, range(0, matrix.shape[0], _BLOCK)):
        found = _most_similar([*found, *pairs])
    return [
        [int(ids[row]), int(ids[other]), round(float(cosine), 3)] for cosine, row, other in found
    ]


def _most_similar(pairs):
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2]))[:MAX_PAIRS]


def _split(matrix):
    """Return the heaviest terms of each row, and the length of what is left of it."""
    row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((-matrix.data, row_of))
    squares = np.square(matrix.data[order], dtype=np.float64)
    before = np.cumsum(squares) - squares
    before -= before[np.minimum(matrix.indptr[row_of], len(before) - 1)]
    is_heavy = before <= 1 - SAME_TEXT**2
    heaviest = matrix.copy()
    heaviest.data[order[~is_heavy]] = 0
    heaviest.eliminate_zeros()
    left = np.bincount(row_of[~is_heavy], squares[~is_heavy], minlength=matrix.shape[0])
    return heaviest, np.sqrt(left)
