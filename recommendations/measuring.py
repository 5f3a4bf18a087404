"""Measuring the site's own method, and others, against related articles that people chose.

Every public article is ranked for each labeled one by an index that is fitted anew, just as that of
a full build: same texts, settings and language, translations left out. What follows the ranking on
the site (the floor, near-duplicates, editors' rules, the fallback) is not measured.
"""

from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations
from statistics import fmean

import numpy as np

from . import conf, services
from .documents import documents_of
from .evaluation import coverage, gini, interval, measure_each
from .index import TfidfIndex
from .lists import translation_groups
from .models import SHOWN
from .peers import PEERS

# The signals that are left out together, by the name that they have in the reasons.
SIGNALS = {
    "text": ["text"],
    "meaning": ["meaning"],
    "mention": ["mention", "mentioned"],
    "link": ["link", "linked", "neighborhood"],
    "topic": ["topic"],
}


@dataclass(frozen=True)
class Labeled:
    """The public articles of a language, and for some of them the right ones."""

    index: TfidfIndex
    groups: np.ndarray
    right: dict[int, set[int]]

    @classmethod
    def load(cls, language, right):
        index, translations = services.fit(language)
        return cls(index, translation_groups(translations), right)

    @property
    def rows(self):
        return np.flatnonzero(np.isin(self.index.ids_, list(self.right)))

    @cached_property
    def documents(self):
        return list(documents_of(self.index.ids_.tolist()))

    def rankings(self, weights=None):
        """Return all articles, best first, for each that has labels, by its id."""
        index = self.index if weights is None else self._with(weights)
        neighbors, _ = index.neighbors(len(index.ids_), rows=self.rows, groups=self.groups)
        return self._by_article(neighbors)

    def rankings_by(self, similarities):
        """Return the rankings by similarities of the labeled articles to all."""
        scores = np.array(similarities, dtype=np.float64).reshape(-1, len(self.groups))
        scores[self.groups[self.rows, None] == self.groups] = -np.inf
        order = np.argsort(-scores.round(6), axis=1, kind="stable")
        n_others = np.isfinite(scores).sum(axis=1)
        order[np.arange(order.shape[1]) >= n_others[:, None]] = -1
        return self._by_article(order)

    def lists(self):
        """Return the first few for every article, as places in the index."""
        neighbors, _ = self.index.neighbors(SHOWN, groups=self.groups)
        return [[place for place in row if place >= 0] for row in neighbors.tolist()]

    def similarity_inside(self, lists):
        """Return the cosine of the texts of each two articles on a list together."""
        pairs = [pair for its in lists for pair in combinations(its, 2)]
        ones, others = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        pairs = self._with({"text": 1}).pairs(ones, others)
        return pairs.parts()["text"].tolist()

    def _with(self, weights):
        index = TfidfIndex(**{**self.index.get_params(), "weights": weights})
        return index.restore(self.index.statistics_, self.index.ids_, self.index.rows_)

    def _by_article(self, places):
        ids = self.index.ids_.tolist()
        return {
            ids[row]: [ids[place] for place in its if place >= 0]
            for row, its in zip(self.rows.tolist(), places.tolist(), strict=True)
        }


def load(matched):
    """Return the `Labeled` articles of each language of the site that has any."""
    languages = [Labeled.load(code, matched.get(code, {})) for code in services.languages()]
    return [labeled for labeled in languages if len(labeled.index.ids_)]


def measure(corpora):
    """Return the measures of the site's method, with the bounds of their intervals."""
    lists, inside, n_articles = [], [], 0
    for labeled in corpora:
        its = labeled.lists()
        # Places in different indexes are different articles.
        lists += [[place + n_articles for place in one] for one in its]
        inside += labeled.similarity_inside(its)
        n_articles += len(labeled.index.ids_)
    return {
        **_means(_measures(corpora, Labeled.rankings)),
        "coverage": coverage(lists, n_articles),
        "gini of in-degree": gini(lists, n_articles),
        "similarity inside lists": fmean(inside) if inside else 0.0,
        "labeled articles": len(_right(corpora)),
    }


def ablate(corpora):
    """Return for each signal that counts the nDCG@4 without it, and by it alone."""
    weights = {name: weight for name, weight in conf.get("WEIGHTS").items() if weight}
    found = {}
    for signal, names in SIGNALS.items():
        without = {name: weight for name, weight in weights.items() if name not in names}
        alone = {name: weight for name, weight in weights.items() if name in names}
        if alone:
            found[signal] = {
                how: fmean(_measures(corpora, partial(Labeled.rankings, weights=its))["ndcg@4"])
                for how, its in (("without", without), ("alone", alone))
                if its
            }
    return found


def compare(corpora, track=iter):
    """Return the measures of each peer, and how far its nDCG@4 is behind the site's method.

    That is measured on each article, so its interval is narrower than the two measures' own.
    """
    own = _measures(corpora, Labeled.rankings)
    found = {}
    for peer in track([peer for peer in PEERS if peer.is_installed]):
        its = _measures(corpora, peer.rankings)
        behind = np.subtract(own["ndcg@4"], its["ndcg@4"]).tolist()
        found[peer.name] = _means({**its, "ndcg@4 behind": behind})
    return found


def left_out():
    """Return the peers that are not installed."""
    return [peer for peer in PEERS if not peer.is_installed]


def _measures(corpora, rankings_of):
    """Return each measure of each labeled article, as `rankings_of` ranks a corpus."""
    return measure_each(_merge(map(rankings_of, corpora)), _right(corpora))


def _means(measures):
    """Return the mean of each measure and the bounds of its interval; nothing of no articles."""
    found = {}
    for name, values in measures.items():
        if values:
            found[name] = fmean(values)
            found[f"{name}, 95 % from"], found[f"{name}, 95 % to"] = interval(values)
    return found


def _right(corpora):
    return _merge(labeled.right for labeled in corpora)


def _merge(dicts):
    return {key: value for one in dicts for key, value in one.items()}
