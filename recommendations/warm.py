"""The index of a language as it is stored, which a worker keeps from one task to the next.

What is kept is never trusted: the corpus has another tag after each change of its lists, and each
vector the tag of the change that stored it. What was kept under the corpus's tag is what is stored;
otherwise the tags of the vectors say which to read anew. A tag is drawn at random, so that one of
a transaction that was rolled back is met nowhere again.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import storage
from .index import TfidfIndex

_kept = {}


@dataclass(frozen=True)
class Stored:
    """An index of the vectors of a language, as they are in the database.

    Attributes:
        tag: The corpus's tag.
        built_at: When the statistics were taken.
        tags: For each row of the index the tag of its vector.
        entry_scores: For each row the score with which another enters its list.
    """

    tag: int
    built_at: datetime
    index: TfidfIndex
    tags: NDArray[Any]
    entry_scores: NDArray[Any]


def new_tag():
    return 1 + secrets.randbelow(2**63 - 1)


def load(corpus):
    """Return the index of what is stored; as far as this process kept it, from there."""
    kept = _kept.get(corpus.language)
    if kept is None or kept.built_at != corpus.built_at:
        return _load_all(corpus)
    return kept if kept.tag == corpus.tag else _catch_up(kept, corpus)


def keep(stored):
    """Keep what is, or is being, stored."""
    _kept[stored.index.language] = stored


def forget(language):
    _kept.pop(language, None)


def _load_all(corpus):
    statistics = storage.load_statistics(corpus)
    vectors = storage.load_vectors(corpus.language)
    rows = storage.unpack_rows([vector.packed for vector in vectors.values()], statistics)
    index = storage.make_index(corpus.language).restore(statistics, list(vectors), rows)
    return Stored(
        tag=corpus.tag,
        built_at=corpus.built_at,
        index=index,
        tags=np.array([vector.tag for vector in vectors.values()], dtype=np.int64),
        entry_scores=np.array([vector.entry_score for vector in vectors.values()]),
    )


def _catch_up(kept, corpus):
    tags = storage.load_tags(corpus.language)
    index = kept.index
    known = zip(index.ids_.tolist(), kept.tags.tolist(), strict=True)
    removed = [
        place for place, (pk, tag) in enumerate(known) if pk not in tags or tags[pk].tag != tag
    ]
    same = set(np.delete(index.ids_, removed).tolist())
    vectors = storage.load_vectors(corpus.language, tags.keys() - same)
    rows = storage.unpack_rows([its.packed for its in vectors.values()], index.statistics_)
    index = index.replaced(removed, list(vectors), rows)
    ids = index.ids_.tolist()
    return Stored(
        tag=corpus.tag,
        built_at=corpus.built_at,
        index=index,
        tags=np.array([tags[pk].tag for pk in ids], dtype=np.int64),
        entry_scores=np.array([tags[pk].entry_score for pk in ids]),
    )
