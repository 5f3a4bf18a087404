"""Meaning: documents that use different words for the same things are near each other.

Latent semantic analysis (Deerwester and others 1990, "Indexing by latent semantic analysis",
Journal of the American Society for Information Science 41:391-407): the singular vectors of the
documents' weighed terms say which terms stand together, and documents are compared by these.
"""

import numpy as np
from numpy.typing import NDArray

from .document import Matrix

# So many components; in a small corpus fewer, one for so many documents.
COMPONENTS = 200
DOCUMENTS_PER_COMPONENT = 5
# In fewer documents, terms stand together by chance.
LEAST_DOCUMENTS = 50
# Of a larger corpus, so many documents say enough of which terms stand together.
SAMPLE = 5000
# More vectors and rounds bring the components nearer to the singular vectors.
EXTRA_VECTORS = 10
ITERATIONS = 4
# Components are whole numbers of this unit: products of them, and sums of these, come out the same
# to the last bit in 32-bit floats (24 bits), in whatever order the processor takes them.
UNIT = 4096


def components_of(text: Matrix) -> NDArray[np.float16]:
    """Return terms by components, from documents by terms with rows of length 1."""
    n_documents, n_terms = text.shape
    used = np.bincount(text.indices, minlength=n_terms) > 1  # by more than one document
    n_components = min(COMPONENTS, n_documents // DOCUMENTS_PER_COMPONENT, int(used.sum()) - 1)
    if n_documents < LEAST_DOCUMENTS or n_components < 2:
        return np.zeros((n_terms, 0), dtype=np.float16)
    sample = text[:: -(-n_documents // SAMPLE)][:, np.flatnonzero(used)]
    vectors = _right_singular_vectors(sample, n_components)
    # Lengths do not matter here, and so the small numbers keep their places in 16 bits.
    vectors /= np.abs(vectors).max()
    components = np.zeros((n_terms, n_components), dtype=np.float16)
    components[used] = vectors
    return components


def _right_singular_vectors(matrix: Matrix, n_vectors: int) -> NDArray[np.float64]:
    """Return the first right singular vectors, as columns: nearly, and the same ones each time."""
    # Only a full build comes here: importing scikit-learn takes seconds, and a refresh has none.
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415

    svd = TruncatedSVD(n_vectors, n_iter=ITERATIONS, n_oversamples=EXTRA_VECTORS, random_state=0)
    return np.asarray(svd.fit(matrix).components_.T)


def meanings(text: Matrix, components: NDArray[np.float16]) -> NDArray[np.int16]:
    """Return documents by components, rows of length 1 (or 0) in units of 1 / `UNIT`."""
    # Row by row and in the order of the columns, so that a row does not depend on others.
    used = np.unique(text.indices)  # of a few documents much less than all
    rows = np.asarray(text[:, used] @ components[used].astype(np.float64))
    lengths = np.sqrt(np.square(rows).sum(axis=1, keepdims=True))
    # Cut off, not rounded: a row is then at most of length 1, and so is each sum of products.
    return np.asarray(rows * (UNIT / np.maximum(lengths, 1e-12))).astype(np.int16)
