"""How often links are followed, how sure that is, and which counts are too small to be told."""

from dataclasses import dataclass
from math import sqrt
from typing import Any

# Fewer clicks than this could be those of readers who know each other.
SMALLEST = 10
# Of a normal distribution 95 % lie within so many standard deviations.
Z = 1.96


@dataclass(frozen=True)
class Row:
    """What was counted of some links together.

    Attributes:
        name: What they have in common.
        weighed: Their clicks, each counted as often as a click is rarer in its position than in
            the first.
    """

    name: Any
    shows: int
    clicks: int
    weighed: float

    @property
    def rate(self):
        return self.clicks / self.shows

    @property
    def interval(self):
        return wilson(self.clicks, self.shows)

    @property
    def corrected(self):
        """The rate that they would have if all stood first."""
        return self.weighed / self.shows


def wilson(clicks, shows):
    """Return the least and the greatest that a rate may well be.

    The score interval (Wilson 1927, "Probable inference, the law of succession, and statistical
    inference", Journal of the American Statistical Association 22:209-212), which is sound for
    small rates, too.
    """
    rate, share = clicks / shows, Z**2 / shows
    middle = (rate + share / 2) / (1 + share)
    reach = Z * sqrt(rate * (1 - rate) / shows + share / (4 * shows)) / (1 + share)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def told(rows):
    """Return the rows that may be told, the most clicks first, and how many may not.

    Those with few clicks are left out, and as many more as it takes that all that are left out
    have enough together: who knows the sum would know the rest.
    """
    rows = sorted(rows, key=lambda row: (-row.clicks, -row.shows, str(row.name)))
    n_told = sum(row.clicks >= SMALLEST for row in rows)
    while 0 < n_told < len(rows) and sum(row.clicks for row in rows[n_told:]) < SMALLEST:
        n_told -= 1
    return rows[:n_told], len(rows) - n_told
