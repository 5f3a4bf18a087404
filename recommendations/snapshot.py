"""The index of a language as its lists were made from it, and as it is with what changed since."""

from dataclasses import dataclass, replace

import numpy as np

from . import storage
from .documents import documents_of
from .index import TfidfIndex
from .replacing import replace_array
from .warm import Stored


@dataclass(frozen=True)
class Snapshot:
    """An index of articles under the statistics of the last full build; the changed ones are last.

    Attributes:
        before: What is stored.
        removed: The rows there of articles that changed or are gone.
        index: The articles as they are now.
        changed: The articles that changed.
        as_before: Of these, those that are stored just as they are.
        relinked: Other articles whose links, in or out, are not those they were.
    """

    before: Stored
    removed: np.ndarray
    index: TfidfIndex
    changed: list[int]
    as_before: set[int]
    relinked: set[int]

    @classmethod
    def take(cls, stored, *, changed, gone):
        """Return what is `stored` with `changed` articles as they are now, and without `gone`."""
        new = stored.index.transform(documents_of(changed))
        removed = np.flatnonzero(np.isin(stored.index.ids_, [*changed, *gone]))
        index = stored.index.replaced(removed, changed, new)
        n_kept = len(index.ids_) - len(changed)
        links_before = stored.index.links_of(removed)
        links_now = index.links_of(range(n_kept, len(index.ids_)))
        ends = {article_id for link in links_before ^ links_now for article_id in link}
        ids_before = stored.index.ids_[removed].tolist()
        packed_before = storage.pack_rows(stored.index.rows_.take(removed))
        packed = dict(zip(ids_before, packed_before, strict=True))
        packed_now = zip(changed, storage.pack_rows(new), strict=True)
        return cls(
            before=stored,
            removed=removed,
            index=index,
            changed=changed,
            as_before={pk for pk, row in packed_now if packed.get(pk) == row},
            relinked=ends & set(index.ids_[:n_kept].tolist()),
        )

    @property
    def changed_rows(self):
        return range(len(self.index.ids_) - len(self.changed), len(self.index.ids_))

    def reached(self, weightings):
        """Return the articles that changed in any way, and those whose lists these may enter.

        `weightings` are those of the index.
        """
        relinked = np.flatnonzero(np.isin(self.index.ids_, list(self.relinked)))
        changed = np.concatenate([relinked, np.array(self.changed_rows, dtype=np.int64)])
        thresholds = self._entry_scores(np.inf)
        return np.union1d(changed, weightings.rows_reached(changed, thresholds))

    def stored(self, tag, entry_scores):
        """Return what is stored after these articles got new scores to enter their lists."""
        scores = self._entry_scores(0.0)
        rows = np.flatnonzero(np.isin(self.index.ids_, list(entry_scores)))
        scores[rows] = [entry_scores[pk] for pk in self.index.ids_[rows].tolist()]
        tags = np.full(len(self.changed), tag)
        return replace(
            self.before,
            tag=tag,
            index=self.index,
            tags=replace_array(self.before.tags, self.removed, tags),
            entry_scores=scores,
        )

    def _entry_scores(self, of_changed):
        scores = np.full(len(self.changed), of_changed)
        return replace_array(self.before.entry_scores, self.removed, scores)
