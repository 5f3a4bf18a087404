"""Two weightings on trial: which lists are followed more, and how sure that is.

An article has its list by one of the two, so that an article is what was drawn, and not a show: its
readers may be quite unlike those of others. The intervals are therefore those of a ratio of sums
over articles, by the delta method (Deng and others 2018, "Applying the delta method in metric
analytics", KDD).
"""

from dataclasses import dataclass
from math import sqrt

from .rates import SMALLEST, Z

# With fewer the interval would be a guess.
LEAST_ARTICLES = 30


@dataclass(frozen=True)
class Side:
    """What was counted of the lists of one weighting: for each article shows and weighed clicks."""

    shows: list[int]
    weighed: list[float]
    clicks: int

    @property
    def is_enough(self):
        return len(self.shows) >= LEAST_ARTICLES and self.clicks >= SMALLEST

    @property
    def rate(self):
        """How often a link would be followed, were it the first of its list."""
        return sum(self.weighed) / sum(self.shows)

    @property
    def variance(self):
        """Of the rate, over draws of the articles."""
        n, rate = len(self.shows), self.rate
        pairs = zip(self.shows, self.weighed, strict=True)
        squares = sum((weighed - rate * shows) ** 2 for shows, weighed in pairs)
        return n / (n - 1) * squares / sum(self.shows) ** 2

    @property
    def interval(self):
        reach = Z * sqrt(self.variance)
        return max(0.0, self.rate - reach), self.rate + reach


@dataclass(frozen=True)
class Comparison:
    """The lists by the site's weights, and those by the challenger's."""

    site: Side
    challenger: Side

    @property
    def is_enough(self):
        return self.site.is_enough and self.challenger.is_enough

    @property
    def difference(self):
        """How much more often the challenger's links are followed."""
        return self.challenger.rate - self.site.rate

    @property
    def interval(self):
        """The least and the greatest that the difference may well be."""
        reach = Z * sqrt(self.site.variance + self.challenger.variance)
        return self.difference - reach, self.difference + reach

    @property
    def winner(self):
        """The name of the better side, None where it may well be chance."""
        low, high = self.interval
        return "challenger" if low > 0 else "site" if high < 0 else None
