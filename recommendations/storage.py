"""How the index is kept in the database, between processes and from one build to the next."""

import json
import zlib
from itertools import batched
from typing import NamedTuple

import numpy as np

from . import conf
from .document import UNIT, Facts, Rows
from .index import CorpusStatistics, TfidfIndex
from .matrix import sparse_rows
from .models import ArticleVector, CorpusTerms, bulk

# To be raised when the same text gets other words or weights than before.
VERSION = 4
BATCH = 500

_COLUMN, _WEIGHT = np.dtype("<i4"), np.dtype("<u2")
_MEANING, _TOKEN = np.dtype("<i2"), np.dtype("<i4")
_COMPONENT = np.dtype("<f2")


def make_index(language):
    return TfidfIndex(
        language=language, field_weights=conf.get("FIELD_WEIGHTS"), weights=conf.get("WEIGHTS")
    )


def parameters_of(index):
    return {
        "version": VERSION,
        **index.get_params(),
        "challenger_weights": conf.challenger_weights(),
    }


def save_statistics(corpus, statistics):
    """Store what a full build found, and with it the rest of the `corpus`."""
    corpus.n_documents = statistics.n_documents
    corpus.mean_similarity = statistics.mean_similarity
    corpus.save()
    CorpusTerms.objects.update_or_create(corpus=corpus, defaults=_pack_terms(statistics))


def _pack_terms(statistics):
    """Return what there is for each term as values of the fields of `CorpusTerms`."""
    vocabulary = {
        "terms": statistics.terms,
        "surfaces": statistics.surfaces,
        "document_frequencies": statistics.document_frequencies.tolist(),
        "too_common": statistics.too_common,
        "names": [[*name, df] for name, df in statistics.name_frequencies.items()],
        "boilerplate": sorted(statistics.boilerplate),
    }
    repeated = statistics.document_frequencies > 1
    return {
        "vocabulary": zlib.compress(json.dumps(vocabulary).encode(), level=1),
        # A term of one document has none.
        "components": statistics.components[repeated].astype(_COMPONENT).tobytes(),
    }


def load_statistics(corpus):
    """Return the statistics of the last full build of `corpus`."""
    packed = json.loads(zlib.decompress(corpus.terms.vocabulary))
    document_frequencies = np.array(packed["document_frequencies"], dtype=np.int64)
    repeated = document_frequencies > 1
    found = np.frombuffer(corpus.terms.components, _COMPONENT)
    found = found.reshape(repeated.sum(), -1) if len(found) else found.reshape(repeated.sum(), 0)
    components = np.zeros((len(repeated), found.shape[1]), dtype=np.float16)
    components[repeated] = found
    return CorpusStatistics(
        n_documents=corpus.n_documents,
        terms=packed["terms"],
        surfaces=packed["surfaces"],
        document_frequencies=document_frequencies,
        too_common=packed["too_common"],
        name_frequencies={tuple(name): df for *name, df in packed["names"]},
        boilerplate=frozenset(packed["boilerplate"]),
        components=components,
        mean_similarity=corpus.mean_similarity,
    )


class PackedRow(NamedTuple):
    """A row of the index as values of `ArticleVector`'s fields of these names."""

    columns: bytes
    weights: bytes
    meaning: bytes
    tokens: bytes
    facts: bytes


def pack_rows(rows):
    """Yield the rows one by one."""
    columns, weights = rows.text.indices.astype(_COLUMN), (rows.text.data * UNIT).astype(_WEIGHT)
    meanings = rows.meaning.astype(_MEANING)
    for number, (tokens, facts) in enumerate(zip(rows.tokens, rows.facts, strict=True)):
        its = slice(*rows.text.indptr[number : number + 2])
        yield PackedRow(
            columns[its].tobytes(),
            weights[its].tobytes(),
            meanings[number].tobytes(),
            tokens.astype(_TOKEN).tobytes(),
            json.dumps([facts.names, facts.topics, facts.links, facts.addresses]).encode(),
        )


def unpack_rows(packed, statistics):
    """Return the rows of such values."""
    n_terms, n_components = statistics.components.shape
    meaning = np.frombuffer(b"".join(row.meaning for row in packed), _MEANING)
    return Rows(
        text=unpack_text([row.columns for row in packed], [row.weights for row in packed], n_terms),
        meaning=meaning.reshape(len(packed), n_components),
        tokens=[np.frombuffer(row.tokens, _TOKEN) for row in packed],
        facts=[unpack_facts(bytes(row.facts)) for row in packed],
    )


def unpack_text(columns, weights, n_terms):
    """Return documents by terms, of the packed columns and weights of each document."""
    lengths = [len(its) // _COLUMN.itemsize for its in columns]
    indptr = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    return sparse_rows(
        np.frombuffer(b"".join(weights), _WEIGHT).astype(np.float32) / UNIT,
        np.frombuffer(b"".join(columns), _COLUMN),
        indptr,
        (len(lengths), n_terms),
    )


def unpack_facts(packed):
    return Facts(*map(tuple, json.loads(packed))) if packed else Facts()


class StoredVector(NamedTuple):
    tag: int
    entry_score: float
    packed: PackedRow | None = None


def load_tags(language):
    """Return the stored vectors of `language` by article, without their rows."""
    fields = ("article_id", "tag", "entry_score")
    return {pk: StoredVector(*its) for pk, *its in _stored(language).values_list(*fields)}


def load_vectors(language, article_ids=None):
    """Return the stored vectors of `language`, or of some articles, by article."""
    vectors = _stored(language)
    if article_ids is None:
        return dict(_vectors(vectors))
    found = {}
    for some in batched(article_ids, BATCH):
        found |= _vectors(vectors.filter(article__in=some))
    return found


def _stored(language):
    # One that an editor's change brought has nothing in it yet.
    return ArticleVector.objects.in_language(language).exclude(tag=0)


def _vectors(vectors):
    rows = vectors.values_list("article_id", "tag", "entry_score", *PackedRow._fields)
    for article_id, tag, entry_score, *packed in rows.iterator(chunk_size=BATCH):
        # PostgreSQL's driver gives views of memory, which are not equal to bytes.
        yield article_id, StoredVector(tag, entry_score, PackedRow(*map(bytes, packed)))


def save_vectors(index, rows, *, tag, built, fitted, entry_scores):
    """Store these rows of `index`, whatever is there of their articles."""
    rows = np.array(rows, dtype=np.int64)
    ids = index.ids_[rows].tolist()
    vectors = (
        (
            article_id,
            index.language,
            0,
            built.get(article_id, 0),
            article_id in fitted,
            tag,
            entry_scores[article_id],
            *packed,
        )
        for article_id, packed in zip(ids, pack_rows(index.rows_.take(rows)), strict=True)
    )
    stored = ("built", "is_fitted", "tag", "entry_score", *PackedRow._fields)
    bulk.insert(
        ArticleVector,
        ("article", "language", "requested", *stored),
        vectors,
        unique=("language", "article"),
        # `requested` is an editor's to raise, perhaps at this moment, and not written here.
        update=stored,
    )


def save_entry_scores(language, article_ids, entry_scores):
    """Store the scores that enter these lists, of articles that have a vector."""
    rows = ((entry_scores[article_id], language, article_id) for article_id in article_ids)
    bulk.update(ArticleVector, "entry_score", ("language", "article"), rows)
