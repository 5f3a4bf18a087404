"""Meaning: documents that use different words for the same things are near each other.

Latent semantic analysis (Deerwester and others 1990, "Indexing by latent semantic analysis",
Journal of the American Society for Information Science 41:391-407): the singular vectors of the
documents' weighed terms say which terms stand together, and documents are compared by these.

A corpus that changes a little must not change its lists much, so that these can be kept up under
the statistics of a while ago. Two things see to that. The first components are quite stable, and
the last ones, whose singular values differ little, turn into each other at the least occasion:
components fade out, the last one to nothing. And whatever is drawn at random is drawn for a
document, by its id, and so is the same wherever the document is.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .document import UNIT, Matrix

# So many components; in a small corpus fewer, one for so many documents.
COMPONENTS = 200
DOCUMENTS_PER_COMPONENT = 5
# In fewer documents, terms stand together by chance.
LEAST_DOCUMENTS = 50
# Of a larger corpus, so many documents say enough of which terms stand together.
SAMPLE = 20_000
# More vectors and rounds bring the components nearer to the singular vectors.
VECTORS = 70
ROUNDS = 6
# What is less than this share of the greatest eigenvalue is what floats of 32 bits leave of 0.
LEAST_EIGENVALUE = 1e-5


def components_of(text: Matrix, ids: Sequence[Any]) -> NDArray[np.float16]:
    """Return terms by components, from documents by terms with rows of length 1."""
    n_documents, n_terms = text.shape
    used = np.bincount(text.indices, minlength=n_terms) > 1  # by more than one document
    n_components = min(COMPONENTS, n_documents // DOCUMENTS_PER_COMPONENT, int(used.sum()) - 1)
    if n_documents < LEAST_DOCUMENTS or n_components < 2:
        return np.zeros((n_terms, 0), dtype=np.float16)
    numbers = [int.from_bytes(blake2b(str(one).encode(), digest_size=8).digest()) for one in ids]
    # Those with the least numbers, so that a corpus that grows keeps nearly all of its sample.
    sample = np.sort(np.argsort(numbers, kind="stable")[:SAMPLE])
    start = np.stack(
        [np.random.default_rng(numbers[row]).standard_normal(VECTORS) for row in sample]
    )
    vectors = _fading_vectors(text[sample][:, np.flatnonzero(used)], start, n_components)
    # Lengths do not matter here, and so the small numbers keep their places in 16 bits.
    vectors /= max(np.abs(vectors).max(), np.finfo(np.float16).tiny)
    components = np.zeros((n_terms, n_components), dtype=np.float16)
    components[used] = vectors
    return components


def _fading_vectors(
    matrix: Matrix, start: NDArray[np.float64], n_vectors: int
) -> NDArray[np.float32]:
    """Return the first right singular vectors of `matrix`, nearly, as columns that fade out.

    By block Krylov iteration (Musco and Musco 2015, "Randomized block Krylov methods for stronger
    and faster approximate singular value decomposition", NIPS 28), from `start` for the rows. A
    vector of singular value s is of length √(1 - (t / s)²), where t is that of the last.
    """
    columns = matrix.T.tocsr()
    block = start.astype(matrix.dtype)
    blocks = []
    for _ in range(ROUNDS):
        block, _ = np.linalg.qr(matrix @ (columns @ block))
        blocks.append(block)
    basis, _ = np.linalg.qr(np.hstack(blocks))
    projected = columns @ basis
    eigenvalues, eigenvectors = np.linalg.eigh(projected.T @ projected)
    squares = np.maximum(eigenvalues[::-1], eigenvalues[-1] * LEAST_EIGENVALUE)[:n_vectors]
    factors = np.sqrt(squares - squares[-1]) / squares
    return np.asarray(projected @ (eigenvectors[:, ::-1][:, :n_vectors] * factors))


def meanings(text: Matrix, components: NDArray[np.float16]) -> NDArray[np.int16]:
    """Return documents by components, rows of length 1 (or 0) in units of 1 / `UNIT`."""
    # Row by row and in the order of the columns, so that a row does not depend on others.
    used = np.unique(text.indices)  # of a few documents much less than all
    rows = np.asarray(text[:, used] @ components[used].astype(np.float64))
    lengths = np.sqrt(np.square(rows).sum(axis=1, keepdims=True))
    # Cut off, not rounded: a row is then at most of length 1, and so is each sum of products.
    return np.asarray(rows * (UNIT / np.maximum(lengths, 1e-12))).astype(np.int16)
