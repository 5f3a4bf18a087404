"""How good rankings are, against labels that people chose.

A ranking is a sequence of articles, best first; labels are the set of the right ones. A right one
counts 1, any other 0. Every measure is from 0 to 1, the higher the better.
"""

from collections import Counter
from math import log2
from statistics import fmean

import numpy as np

# So many samples are drawn for an interval, and it holds this share of their means.
SAMPLES = 2000
CONFIDENCE = 0.95


def ndcg(ranking, labels, k=4):
    """Return the normalized discounted cumulative gain of the first `k`.

    DCG = Σ rel_i / log2(i + 1) over the ranks i = 1..k, divided by that of the best ranking there
    is, which has min(k, number of labels) right ones in front (Järvelin and Kekäläinen 2002,
    "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20:422-446).
    """
    gain = sum(_discount(rank) for rank, item in enumerate(ranking[:k], 1) if item in labels)
    return gain / sum(_discount(rank) for rank in range(1, min(k, len(labels)) + 1))


def recall(ranking, labels, k=10):
    """Return the share of `labels` that are among the first `k`."""
    return len(labels.intersection(ranking[:k])) / len(labels)


def reciprocal_rank(ranking, labels):
    """Return 1 / rank of the first right one, 0 if there is none."""
    return next((1 / rank for rank, item in enumerate(ranking, 1) if item in labels), 0.0)


def success(ranking, labels, k=4):
    """Return whether any of the first `k` is a right one."""
    return float(not labels.isdisjoint(ranking[:k]))


MEASURES = {"ndcg@4": ndcg, "success@4": success, "recall@10": recall, "mrr": reciprocal_rank}


def coverage(lists, n_articles):
    """Return the share of all articles that are on any of `lists`."""
    return len(set().union(*lists)) / n_articles if n_articles else 0.0


def gini(lists, n_articles):
    """Return how unequally the places on `lists` fall to articles: 0 equally, near 1 to one.

    The coefficient of Gini (1912): half the mean difference between two articles' numbers of
    places, in proportion to the mean number.
    """
    found = Counter(article for its in lists for article in its)
    counts = np.sort([*found.values(), *[0] * (n_articles - len(found))])
    if not counts.any():
        return 0.0
    ranks = np.arange(1, n_articles + 1)
    return float(((2 * ranks - n_articles - 1) * counts).sum() / (n_articles * counts.sum()))


def interval(values):
    """Return the least and the greatest that the mean of `values` may well be.

    By the bootstrap (Efron 1979, Annals of Statistics 7:1-26): means of as many values drawn anew
    from these.
    """
    values = np.asarray(values)
    drawn = np.random.default_rng(0).integers(len(values), size=(SAMPLES, len(values)))
    outside = (1 - CONFIDENCE) / 2
    low, high = np.quantile(values[drawn].mean(axis=1), [outside, 1 - outside])
    return float(low), float(high)


def measure_each(rankings, labels):
    """Return each measure of the ranking of each article that has labels, in the order of these."""
    return {
        name: [measure(rankings[article], right) for article, right in labels.items()]
        for name, measure in MEASURES.items()
    }


def evaluate(rankings, labels):
    """Return the mean measures of `rankings` by article, over the articles that have labels.

    Without any labels there is nothing to measure, and no measure.
    """
    measures = measure_each(rankings, labels)
    return {name: fmean(values) for name, values in measures.items() if values}


def _discount(rank):
    return 1 / log2(rank + 1)
