"""Sparse matrices of rows."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

type Matrix = csr_array[Any, tuple[int, int]]


def sparse_rows(
    data: NDArray[Any], columns: NDArray[Any], indptr: NDArray[Any], shape: tuple[int, int]
) -> Matrix:
    """Return the matrix of these parts, as `csr_array` does, but with places of 32 bits if they do.

    With 64 bits, which NumPy counts in, products take half as long again.
    """
    fits = max(len(data), *shape) < np.iinfo(np.int32).max
    places = np.int32 if fits else np.int64
    parts = (data, columns.astype(places, copy=False), indptr.astype(places, copy=False))
    return csr_array(parts, shape=shape)
