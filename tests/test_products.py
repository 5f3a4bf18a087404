"""Products of some rows with all, which come out the same however many columns are frequent."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from recommendations import products
from recommendations.document import UNIT
from recommendations.products import Products

N_COLUMNS = 6
ROWS = st.lists(
    st.lists(st.sampled_from([0, 0, 1, 7, 900]), min_size=N_COLUMNS, max_size=N_COLUMNS), max_size=8
)


def matrix(rows):
    units = np.array(rows, dtype=np.float32).reshape(-1, N_COLUMNS)
    return csr_array(units / np.float32(UNIT))


@pytest.mark.parametrize(("frequent", "few"), [(0, 0), (2, 0), (2, 3), (N_COLUMNS, 0)])
@settings(max_examples=100, deadline=None)
@given(rows=ROWS, steps=st.lists(st.tuples(st.sets(st.integers(0, 7)), ROWS), max_size=3))
def test_products_are_those_of_the_rows_that_are_left_and_came(frequent, few, rows, steps):
    with mock.patch.multiple(products, FREQUENT=frequent, FEW=few):
        found = Products(matrix(rows))
        for removed, new in steps:
            gone = sorted(place for place in removed if place < len(rows))
            rows = [*(row for place, row in enumerate(rows) if place not in gone), *new]
            found = found.replaced(matrix(rows), np.array(gone, dtype=np.int64))

        all_rows = matrix(rows)
        dense = all_rows.toarray().astype(np.float64)
        assert (found(all_rows) == dense @ dense.T).all()
