"""Finding the weights of the signals from related articles that people chose.

A conditional logit (McFadden 1974, "Conditional logit analysis of qualitative choice behavior"): of
an article's candidates the people chose some, and the weights are to make each of these likelier
than all that they did not choose. The candidates of one article are compared with each other and
with no other's, as in a list. No weight is below 0, so that each signal speaks for what it finds.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from . import services
from .evaluation import ndcg
from .index import PARTS, TfidfIndex
from .lists import translation_groups

# For each article so many candidates, the best when all signals count alike.
CANDIDATES = 300
# Pulls weights that the labels say little of towards 0.
PENALTY = 1e-3


@dataclass(frozen=True)
class Choice:
    """What was chosen for one article among its candidates.

    Attributes:
        signals: Candidates by signals.
        chosen: For each candidate whether it was chosen.
    """

    signals: np.ndarray
    chosen: np.ndarray

    def ndcg(self, weights):
        # Rounded and stable, as lists are made: candidates are in the order of their ids.
        ranking = np.argsort(-(self.signals @ weights).round(6), kind="stable")
        return ndcg(ranking[:4].tolist(), set(np.flatnonzero(self.chosen).tolist()))


def fit(choices):
    """Return the weights, which add up to 1, that best explain `choices`."""
    scale = np.concatenate([choice.signals for choice in choices]).std(axis=0)
    scale[scale == 0] = 1
    scaled = [Choice(choice.signals / scale, choice.chosen) for choice in choices]

    def loss(weights):
        losses, gradients = zip(*(_loss(choice, weights) for choice in scaled), strict=True)
        value = np.mean(losses) + PENALTY * weights @ weights
        return value, np.mean(gradients, axis=0) + 2 * PENALTY * weights

    start = np.ones(len(scale))
    found = (
        minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start)).x
        / scale
    )
    return found / found.sum() if found.any() else np.full(len(start), 1 / len(start))


def _loss(choice, weights):
    """Return the negative log-likelihood of a choice, and its gradient."""
    scores = choice.signals @ weights
    odds = np.exp(scores - scores.max())
    chosen = choice.chosen
    against = odds[~chosen]
    total = odds[chosen] + against.sum()
    means = odds[chosen, None] * choice.signals[chosen] + against @ choice.signals[~chosen]
    gradient = (means / total[:, None] - choice.signals[chosen]).sum(axis=0)
    # An article with many chosen says more, but not in proportion: its lists are no longer.
    share = 1 / np.sqrt(chosen.sum())
    loss = (np.log(total) - np.log(odds[chosen])).sum()
    return share * loss, share * gradient


def cross_validate(choices, *, folds, seed):
    """Yield the nDCG@4 of each choice by weights that were fitted without it, fold by fold."""
    order = np.random.default_rng(seed).permutation(len(choices))
    for fold in range(folds):
        tested = set(order[fold::folds].tolist())
        weights = fit([choice for n, choice in enumerate(choices) if n not in tested])
        yield [choices[n].ndcg(weights) for n in sorted(tested)]


def choices_of(language, labels):
    """Return the `Choice` of each article of `labels`, whose candidates are public articles."""
    fitted, translations = services.fit(language)
    index = TfidfIndex(language=language, weights=dict.fromkeys(PARTS, 1))
    index.restore(fitted.statistics_, fitted.ids_, fitted.rows_)
    rows = np.flatnonzero(np.isin(index.ids_, list(labels)))
    neighbors, _ = index.neighbors(CANDIDATES, rows=rows, groups=translation_groups(translations))
    choices = []
    for row, candidates in zip(rows.tolist(), neighbors, strict=True):
        right = np.flatnonzero(np.isin(index.ids_, list(labels[index.ids_[row]])))
        candidates = np.union1d(candidates[candidates >= 0], right)
        parts = index.pairs(np.full(len(candidates), row), candidates).parts()
        signals = np.stack([parts[name] for name in PARTS], axis=1) * len(PARTS)
        choices.append(Choice(signals, np.isin(candidates, right)))
    # Where all or none is right there is nothing to choose.
    return [choice for choice in choices if not choice.chosen.all()]
