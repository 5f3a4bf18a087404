"""The lists of a site with two weightings: see `trial`. Each list is by one of them alone.

Its scores, the floor for them and what enters it are by its own weighting, on the same vectors and
under the same statistics.
"""

from dataclasses import dataclass
from itertools import chain

import numpy as np

from . import conf
from .index import TfidfIndex
from .lists import ReadMoreLists
from .trial import is_challenged


@dataclass(frozen=True)
class Weightings:
    """An index by the site's weights, and the same by the challenger's if there is one."""

    site: TfidfIndex
    challenger: TfidfIndex | None

    @classmethod
    def of(cls, index, mean_similarity=None):
        """Return both; the challenger's mean score is taken anew if it is not given."""
        weights = conf.challenger_weights()
        return cls(index, weights and index.reweighted(weights, mean_similarity=mean_similarity))

    @property
    def challenger_mean_similarity(self):
        return self.challenger.statistics_.mean_similarity if self.challenger else 0.0

    def split(self, rows):
        """Return each index with those of `rows` whose lists it makes."""
        rows = np.asarray(rows, dtype=np.int64)
        if self.challenger is None:
            return [(self.site, rows)]
        challenged = is_challenged(self.site.ids_[rows])
        return [(self.site, rows[~challenged]), (self.challenger, rows[challenged])]

    def rows_reached(self, rows, thresholds):
        """Return the documents whose lists any of `rows` enters, as `TfidfIndex` does."""
        found = []
        for index, its_rows in self.split(range(len(self.site.ids_))):
            its_thresholds = np.full(len(thresholds), np.inf)
            its_thresholds[its_rows] = thresholds[its_rows]
            found.append(index.rows_reached(rows, its_thresholds))
        return np.concatenate(found)


class WeightedLists:
    """The lists of some rows, each by its own weighting; otherwise as `ReadMoreLists`."""

    def __init__(self, weightings, rows, *, translations, on_texts=None):
        self.rows = np.asarray(rows, dtype=np.int64)
        self._parts = [
            ReadMoreLists(index, its_rows, translations=translations, on_texts=on_texts)
            for index, its_rows in weightings.split(self.rows)
        ]

    def __iter__(self):
        return chain.from_iterable(self._parts)
