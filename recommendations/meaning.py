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

import os
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .document import UNIT
from .matrix import Matrix
from .parallel import map_ahead

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
# A direction in which a basis has less than this share of its longest is rounding.
LEAST_DIRECTION = 1e-8
# Meanings are taken of so many documents at a time, on all processors.
BLOCK = 1000


def components_of(text: Matrix, ids: Sequence[Any]) -> NDArray[np.float16]:
    """Return terms by components, from documents by terms with rows of length 1."""
    n_documents, n_terms = text.shape
    used = np.bincount(text.indices, minlength=n_terms) > 1  # by more than one document
    n_components = min(COMPONENTS, n_documents // DOCUMENTS_PER_COMPONENT, int(used.sum()) - 1)
    if n_documents < LEAST_DOCUMENTS or n_components < 2:
        return np.zeros((n_terms, 0), dtype=np.float16)
    numbers = np.array(
        [int.from_bytes(blake2b(str(one).encode(), digest_size=8).digest()) for one in ids],
        dtype=np.uint64,
    )
    # Those with the least numbers, so that a corpus that grows keeps nearly all of its sample.
    sample = np.sort(np.argsort(numbers, kind="stable")[:SAMPLE])
    start = _random_signs(numbers[sample])
    vectors = _fading_vectors(text[sample][:, np.flatnonzero(used)], start, n_components)
    # Lengths do not matter here, and so the small numbers keep their places in 16 bits.
    vectors /= max(np.abs(vectors).max(), np.finfo(np.float16).tiny)
    components = np.zeros((n_terms, n_components), dtype=np.float16)
    # Texts that say little between them span fewer.
    components[used, : vectors.shape[1]] = vectors
    return components


def _random_signs(seeds: NDArray[np.uint64]) -> NDArray[np.float32]:
    """Return `VECTORS` columns of 1 and -1 at random, each row by its seed alone.

    By the generator SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number
    generators", OOPSLA '14).
    """
    steps = np.arange(1, VECTORS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    bits = seeds[:, None] + steps
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    bits ^= bits >> np.uint64(31)
    return np.where(bits >> np.uint64(63), np.float32(1), np.float32(-1))


def _fading_vectors(
    matrix: Matrix, start: NDArray[np.float32], n_vectors: int
) -> NDArray[np.float32]:
    """Return the first right singular vectors of `matrix`, nearly, as columns that fade out.

    By block Krylov iteration (Musco and Musco 2015, "Randomized block Krylov methods for stronger
    and faster approximate singular value decomposition", NIPS 28), from `start` for the rows. A
    vector of singular value s is of length √(1 - (t / s)²), where t is that of the last.
    """
    columns = matrix.T.tocsr()
    block = start
    blocks = []
    for _ in range(ROUNDS):
        block = _orthonormal(_times(matrix, _times(columns, block)))
        blocks.append(block)
    projected = _times(columns, _orthonormal(np.hstack(blocks)))
    eigenvalues, eigenvectors = np.linalg.eigh(projected.T @ projected)
    squares = np.maximum(eigenvalues[::-1], eigenvalues[-1] * LEAST_EIGENVALUE)[:n_vectors]
    last = squares[-1] if len(squares) == n_vectors else 0  # no more than there are
    factors = np.sqrt(squares - last) / squares
    return np.asarray(projected @ (eigenvectors[:, ::-1][:, :n_vectors] * factors))


def _times(matrix: Matrix, dense: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the product, whose columns are made at the same time on all processors."""
    parts = np.array_split(dense, os.cpu_count() or 1, axis=1)
    return np.hstack(list(map_ahead(matrix.__matmul__, map(np.ascontiguousarray, parts))))


def _orthonormal(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return an orthonormal basis of what the columns of `block` span.

    By the eigenvectors of their inner products (Stathopoulos and Wu 2002, "A block
    orthogonalization procedure with constant synchronization requirements", SIAM Journal on
    Scientific Computing 23:2165-2182), in a third of the time of a QR decomposition.
    """
    products = block.T.astype(np.float64) @ block.astype(np.float64)
    eigenvalues, eigenvectors = np.linalg.eigh(products)
    spanned = eigenvalues > eigenvalues[-1] * LEAST_DIRECTION
    factors = eigenvectors[:, spanned] / np.sqrt(eigenvalues[spanned])
    return np.asarray(block @ factors.astype(np.float32))


def meanings(text: Matrix, components: NDArray[np.float16]) -> NDArray[np.int16]:
    """Return documents by components, rows of length 1 (or 0) in units of 1 / `UNIT`."""
    used = np.unique(text.indices)  # of a few documents much less than all
    its_text, its_components = text[:, used], components[used].astype(np.float64)
    # Row by row and in the order of the columns, so that a row does not depend on others.
    blocks = (its_text[start : start + BLOCK] for start in range(0, text.shape[0], BLOCK))
    parts = map_ahead(lambda block: np.asarray(block @ its_components), blocks)
    rows = np.concatenate([np.zeros((0, components.shape[1])), *parts])
    lengths = np.sqrt(np.square(rows).sum(axis=1, keepdims=True))
    # Cut off, not rounded: a row is then at most of length 1, and so is each sum of products.
    return np.asarray(rows * (UNIT / np.maximum(lengths, 1e-12))).astype(np.int16)
