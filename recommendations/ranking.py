"""The best of many scores: the same ones, ties too, in whichever company a score is asked for."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

type Scores = NDArray[np.float32]

# Scores are rounded to this many places before they are compared: ties are ties.
SCORE_DECIMALS = 6
_TIE = 10**-SCORE_DECIMALS


def rounded(scores: Scores) -> NDArray[np.float64]:
    return scores.astype(np.float64).round(SCORE_DECIMALS)


def take_best_of(
    similarities: Scores, ids: NDArray[Any], indices: NDArray[np.int64], scores: NDArray[np.float64]
) -> None:
    """Fill each row of `indices` and `scores` with its best columns, best first, ties by id."""
    n_best = min(indices.shape[1], similarities.shape[1])
    if not n_best:
        return
    # The last of the best is at least as good as the one in its place among the best of each
    # stretch of columns, and these are few. A little below that, rounding may make a tie of it.
    stretches = np.arange(0, similarities.shape[1], max(1, similarities.shape[1] // n_best // 10))
    tops = np.maximum.reduceat(similarities, stretches, axis=1)
    bound = np.partition(tops, -n_best, axis=1)[:, -n_best, None] - _TIE
    rows, columns = np.nonzero(similarities >= np.maximum(bound, _TIE / 2))
    values = rounded(similarities[rows, columns])
    order = np.lexsort((ids[columns], -values, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    places = np.arange(len(rows)) - np.searchsorted(rows, rows)
    best = (places < n_best) & (values > 0)
    indices[rows[best], places[best]] = columns[best]
    scores[rows[best], places[best]] = values[best]
