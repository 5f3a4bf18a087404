"""The index of a language as its lists were made from it, and as it is with what changed since."""

from dataclasses import dataclass

import numpy as np

from . import storage
from .document import Rows
from .documents import documents_of
from .index import TfidfIndex
from .links import edges


@dataclass(frozen=True)
class Snapshot:
    """An index of articles under the statistics of the last full build; the changed ones are last.

    Attributes:
        entry_scores: For each other article the score with which one enters its list.
        as_before: The changed articles that are stored just as they are.
        relinked: Other articles whose links, in or out, are not those they were.
    """

    index: TfidfIndex
    entry_scores: list[float]
    as_before: set[int]
    relinked: set[int]

    @classmethod
    def load(cls, corpus, *, kept, changed):
        """Return the index of `kept` as they are stored and of `changed` as they are now."""
        stored = storage.load_vectors(corpus.language)
        statistics = storage.statistics_of(corpus)
        index = storage.make_index(corpus.language).restore(statistics)
        new = index.transform(documents_of(changed))
        old = storage.unpack_rows([stored[pk].packed for pk in kept], statistics)
        index.restore(statistics, [*kept, *changed], Rows.concatenate([old, new]))

        facts = dict(zip(kept, old.facts, strict=True))
        before = edges({pk: storage.unpack_facts(its.packed.facts) for pk, its in stored.items()})
        now = edges({**facts, **dict(zip(changed, new.facts, strict=True))})
        packed = zip(changed, storage.pack_rows(new), strict=True)
        return cls(
            index=index,
            entry_scores=[stored[pk].entry_score for pk in kept],
            as_before={pk for pk, row in packed if pk in stored and row == stored[pk].packed},
            relinked=facts.keys() & {pk for edge in before ^ now for pk in edge},
        )

    @property
    def changed_rows(self):
        return range(len(self.entry_scores), len(self.index.ids_))

    def reached(self):
        """Return the articles that changed in any way, and those whose lists these may enter."""
        n_kept = len(self.entry_scores)
        ids = self.index.ids_
        relinked = np.flatnonzero(np.isin(ids[:n_kept], list(self.relinked)))
        changed = np.concatenate([relinked, np.arange(n_kept, len(ids))])
        thresholds = np.array([*self.entry_scores, *[np.inf] * (len(ids) - n_kept)])
        return np.union1d(changed, self.index.rows_reached(changed, thresholds))
