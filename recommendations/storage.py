"""How the index is kept in the database, between processes and from one build to the next."""

import json
import zlib
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from .index import DEFAULT_FIELD_WEIGHTS, CorpusStatistics, TfidfIndex
from .models import ArticleVector

# To be raised when the same text gets other words or weights than before.
VERSION = 1
BATCH = 500

_COLUMN, _WEIGHT = np.dtype("<i4"), np.dtype("<f4")


def make_index(language):
    return TfidfIndex(language=language, field_weights=DEFAULT_FIELD_WEIGHTS)


def parameters_of(index):
    return {"version": VERSION, **index.get_params()}


def pack_statistics(statistics):
    """Return the statistics as values of `Corpus`'s fields."""
    terms = [statistics.terms, statistics.surfaces, statistics.document_frequencies.tolist()]
    return {
        "n_documents": statistics.n_documents,
        "mean_similarity": statistics.mean_similarity,
        "terms": zlib.compress(json.dumps(terms).encode()),
    }


def unpack_statistics(corpus):
    terms, surfaces, document_frequencies = json.loads(zlib.decompress(corpus.terms))
    return CorpusStatistics(
        n_documents=corpus.n_documents,
        terms=terms,
        surfaces=surfaces,
        document_frequencies=np.array(document_frequencies, dtype=np.int64),
        mean_similarity=corpus.mean_similarity,
    )


def pack_rows(matrix):
    """Yield the rows of `matrix` as values of `ArticleVector`'s `columns` and `weights`."""
    columns, weights = matrix.indices.astype(_COLUMN), matrix.data.astype(_WEIGHT)
    for start, stop in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True):
        yield columns[start:stop].tobytes(), weights[start:stop].tobytes()


def unpack_rows(packed, n_columns):
    """Return the matrix of such pairs of values."""
    columns = np.frombuffer(b"".join(columns for columns, _ in packed), _COLUMN)
    weights = np.frombuffer(b"".join(weights for _, weights in packed), _WEIGHT)
    lengths = [len(columns) // _COLUMN.itemsize for columns, _ in packed]
    indptr = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    return csr_array((weights, columns, indptr), shape=(len(packed), n_columns))


class StoredVector(NamedTuple):
    packed: tuple[bytes, bytes]
    entry_score: float


def load_vectors(language):
    """Return the stored vectors of `language` by article."""
    rows = ArticleVector.objects.in_language(language).values_list(
        "article_id", "columns", "weights", "entry_score"
    )
    return {
        article_id: StoredVector((columns, weights), entry_score)
        for article_id, columns, weights, entry_score in rows.iterator(chunk_size=BATCH)
    }


def save_vectors(language, ids, matrix, *, built, fitted, entry_scores):
    """Store the rows of `matrix` for the articles `ids`, whatever is there of them."""
    vectors = (
        ArticleVector(
            article_id=article_id,
            language=language,
            built=built.get(article_id, 0),
            is_fitted=article_id in fitted,
            columns=columns,
            weights=weights,
            entry_score=entry_scores[article_id],
        )
        for article_id, (columns, weights) in zip(ids, pack_rows(matrix), strict=True)
    )
    # `requested` is an editor's to raise, perhaps at this moment, and not written here.
    ArticleVector.objects.bulk_create(
        vectors,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["language", "article"],
        update_fields=["built", "is_fitted", "columns", "weights", "entry_score"],
    )
