"""Rows taken out of what is kept of documents and others put behind it, by copying stretches.

A publish changes one row of thousands: whatever need not be made anew is not.
"""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from .document import Rows
from .matrix import Matrix, sparse_rows

type IntArray = NDArray[np.int64]


def stretches(n_rows: int, removed: IntArray) -> list[slice]:
    """Return what is left of rows without those `removed`, which are in order."""
    bounds = zip([-1, *removed.tolist()], [*removed.tolist(), n_rows], strict=True)
    return [slice(before + 1, after) for before, after in bounds if after > before + 1]


def new_places(n_rows: int, removed: IntArray) -> IntArray:
    """Return where each row is afterwards, -1 for one that is removed."""
    is_kept = np.ones(n_rows, dtype=bool)
    is_kept[removed] = False
    return np.where(is_kept, np.cumsum(is_kept) - 1, -1)


def replace_items[T](items: Sequence[T], removed: IntArray, new: Sequence[T]) -> list[T]:
    return [*chain.from_iterable(items[its] for its in stretches(len(items), removed)), *new]


def replace_array[Number: np.generic](
    rows: NDArray[Number], removed: IntArray, new: NDArray[Number]
) -> NDArray[Number]:
    return np.concatenate([*(rows[its] for its in stretches(len(rows), removed)), new])


def replace_rows(matrix: Matrix, removed: IntArray, new: Matrix) -> Matrix:
    """Return the sparse rows; `new` may have further columns."""
    n_rows, _ = matrix.shape
    kept = stretches(n_rows, removed)
    entries = [slice(matrix.indptr[its.start], matrix.indptr[its.stop]) for its in kept]
    lengths = np.diff(matrix.indptr)
    return sparse_rows(
        np.concatenate([*(matrix.data[its] for its in entries), new.data]),
        np.concatenate([*(matrix.indices[its] for its in entries), new.indices]),
        np.cumsum(np.concatenate([[0], *(lengths[its] for its in kept), np.diff(new.indptr)])),
        (n_rows - len(removed) + new.shape[0], max(matrix.shape[1], new.shape[1])),
    )


def replaced(rows: Rows, removed: IntArray, new: Rows) -> Rows:
    return Rows(
        text=replace_rows(rows.text, removed, new.text),
        meaning=replace_array(rows.meaning, removed, new.meaning),
        tokens=replace_items(rows.tokens, removed, new.tokens),
        facts=replace_items(rows.facts, removed, new.facts),
    )
