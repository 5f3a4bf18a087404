"""How much less a link is followed for standing further down, whatever link it is.

Better links stand higher, so that the rates of positions alone would blame the last position for
its links. Links that were in several positions tell the two apart: lists change. By the
position-based model (Craswell and others 2008, "An experimental comparison of click position-bias
models", WSDM) a link is followed in proportion to its appeal and to a factor of the position; both
are fitted to the counts as those of a Poisson distribution, of links that moved alone, as in
Agarwal and others 2019, "Estimating position bias without intrusive interventions", WSDM.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from .rates import SMALLEST

FIRST = 1
# A click counts ten times at most, or a few in a place that nobody sees would decide.
LEAST = 0.1
PRECISION = 1e-6
MOST_ROUNDS = 1000


@dataclass(frozen=True)
class Positions:
    """For each position how often its links are followed, for once in the first.

    Attributes:
        factors: By position.
        by_moves: The positions whose factor is that of links that moved. Of the others too few did:
            theirs is the rate of all their links, which says too little where better ones stand
            higher.
    """

    factors: dict[int, float]
    by_moves: frozenset[int]

    @classmethod
    def of(cls, cells):
        """Return the factors by `cells`: a link, a position, how often it was seen there, followed.

        A link is whatever stays the same in other positions, and comes once for each.
        """
        places = defaultdict(dict)
        for link, position, shows, clicks in cells:
            if shows:
                places[link][position] = (shows, clicks)
        plain = _rates(places.values())
        moved, by_moves = _moved(list(places.values()), plain.keys())
        factors = {position: _ratio(rate, plain.get(FIRST)) for position, rate in plain.items()}
        factors |= _fitted(moved, sorted(by_moves))
        return cls({k: max(LEAST, factors[k]) for k in sorted(factors)}, frozenset(by_moves))

    def weigh(self, clicks_by_position):
        """Return the clicks in the first position that clicks by position stand for."""
        return sum(clicks / self.factors[its] for its, clicks in clicks_by_position.items())


def _rates(links):
    totals = defaultdict(lambda: [0, 0])
    for link in links:
        for position, (shows, clicks) in link.items():
            totals[position][0] += shows
            totals[position][1] += clicks
    return {position: clicks / shows for position, (shows, clicks) in totals.items()}


def _ratio(rate, first):
    return rate / first if first else 1.0


def _moved(links, positions):
    """Return the links that were in several of the positions that can be compared, and these.

    Those can that have enough clicks of such links, and are tied to the first by them.
    """
    positions = set(positions)
    while True:
        links = [{k: its[k] for k in its.keys() & positions} for its in links]
        links = [its for its in links if len(its) > 1]
        clicks = defaultdict(int)
        for its in links:
            for position, (_, its_clicks) in its.items():
                clicks[position] += its_clicks
        enough = {position for position in positions if clicks[position] >= SMALLEST}
        tied = _tied({frozenset(its.keys() & enough) for its in links}) & enough
        if tied == positions:
            return links, positions
        positions = tied


def _tied(groups):
    tied, before = {FIRST}, None
    while tied != before:
        before = set(tied)
        tied.update(*(group for group in groups if group & before))
    return tied


def _fitted(links, positions):
    """Return the most likely factors of `positions`, which links in several tie together."""
    if not links:
        return {}
    place = {position: number for number, position in enumerate(positions)}
    cells = [
        (number, place[position], *counts)
        for number, link in enumerate(links)
        for position, counts in link.items()
    ]
    link, position, shows, clicks = np.array(cells).T
    clicks_of_links, clicks_of_positions = np.bincount(link, clicks), np.bincount(position, clicks)
    factors = np.ones(len(positions))
    for _ in range(MOST_ROUNDS):
        appeal = clicks_of_links / np.bincount(link, shows * factors[position])
        better = clicks_of_positions / np.bincount(position, shows * appeal[link])
        better /= better[place[FIRST]]
        done = np.abs(better - factors).max() < PRECISION
        factors = better
        if done:
            break
    return dict(zip(positions, factors.tolist(), strict=True))
