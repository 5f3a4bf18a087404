"""Measuring the site's own method, and others, against related articles that people chose.

Every public article is ranked for each labeled one by an index that is fitted anew, just as that of
a full build: same texts, settings and language, translations left out. What follows the ranking on
the site (the floor, near-duplicates, editors' rules, the fallback) is not measured.
"""

from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

import numpy as np

from . import conf, services
from .documents import documents_of
from .evaluation import coverage, evaluate, gini, interval, ndcg
from .index import TfidfIndex
from .lists import translation_groups
from .models import SHOWN

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
        parts = self._with({"text": 1}).parts(ones, others)
        return parts["text"].tolist()

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
    """Return the measures of the site's method; of nDCG@4 also the bounds of its interval."""
    rankings = _merge(labeled.rankings() for labeled in corpora)
    right = _merge(labeled.right for labeled in corpora)
    lists, inside, n_articles = [], [], 0
    for labeled in corpora:
        its = labeled.lists()
        # Places in different indexes are different articles.
        lists += [[place + n_articles for place in one] for one in its]
        inside += labeled.similarity_inside(its)
        n_articles += len(labeled.index.ids_)
    measures = evaluate(rankings, right)
    if right:
        values = [ndcg(rankings[article], right[article]) for article in right]
        measures["ndcg@4, 95 % from"], measures["ndcg@4, 95 % to"] = interval(values)
    return {
        **measures,
        "coverage": coverage(lists, n_articles),
        "gini of in-degree": gini(lists, n_articles),
        "similarity inside lists": fmean(inside) if inside else 0.0,
        "labeled articles": len(right),
    }


def ablate(corpora):
    """Return the nDCG@4 without each signal, and by it alone."""
    right = _merge(labeled.right for labeled in corpora)
    weights = conf.get("WEIGHTS")
    found = {}
    for signal, names in SIGNALS.items():
        without = {**weights, **dict.fromkeys(names, 0)}
        alone = {name: weights[name] for name in names}
        for how, its in (("without", without), ("alone", alone)):
            if any(its.values()):
                rankings = _merge(labeled.rankings(its) for labeled in corpora)
                found[f"{how} {signal}"] = evaluate(rankings, right).get("ndcg@4")
    return found


def compare(corpora):
    """Return the measures of other methods, as their own manuals show them."""
    right = _merge(labeled.right for labeled in corpora)
    return {
        name: evaluate(_merge(labeled.rankings_by(method(labeled)) for labeled in corpora), right)
        for name, method in {"tutorial": _tutorial, "shared topics": _shared_topics}.items()
    }


def _tutorial(labeled):
    """What tutorials on related posts do: TfidfVectorizer on title and body, cosine."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  (slow to load)

    documents = documents_of(labeled.index.ids_.tolist())
    texts = [f"{document.title}\n{document.body}" for document in documents]
    matrix = TfidfVectorizer(stop_words="english").fit_transform(texts)
    return (matrix[labeled.rows] @ matrix.T).toarray()


def _shared_topics(labeled):
    """What tag libraries do: the articles with the most topics in common."""
    topics = [set(facts.topics) for facts in labeled.index.rows_.facts]
    return [[len(topics[row] & others) for others in topics] for row in labeled.rows]


def _merge(dicts):
    return {key: value for one in dicts for key, value in one.items()}
