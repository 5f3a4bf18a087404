"""Two weightings side by side: a second one on trial makes the lists of every other article.

Whose lists it makes hangs on the article's key alone, so that a refresh and a full build agree, and
nobody chose. All scores of a list are by its own weighting, and so is the floor for them. What
readers make of it is compared in `helpfulness`.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

import numpy as np

from . import conf
from .index import TfidfIndex
from .lists import ReadMoreLists


def is_challenged(article_ids):
    """Return for one article, or for each of an array, whether its list is the challenger's."""
    return article_ids % 2 == 1


def name_of(parameters):
    """Return a name for the two weightings of a corpus's `parameters`, "" where there is one."""
    challenger = parameters.get("challenger_weights")
    if not challenger:
        return ""
    both = json.dumps([parameters["weights"], challenger], sort_keys=True)
    return sha256(both.encode()).hexdigest()[:16]


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

    def __init__(self, weightings, rows, *, translations, progress=None):
        self.weightings = weightings
        self.index = weightings.site
        self.rows = np.asarray(rows, dtype=np.int64)
        self.ids = self.index.ids_.tolist()
        self._parts = []
        done = 0
        for index, its_rows in weightings.split(self.rows):
            report = progress and _further(progress, done, len(self.rows))
            self._parts.append(
                ReadMoreLists(index, its_rows, translations=translations, progress=report)
            )
            done += len(its_rows)

    def __iter__(self):
        return chain.from_iterable(self._parts)


def _further(progress, before, total):
    return lambda done, _its_total: progress(before + done, total)
