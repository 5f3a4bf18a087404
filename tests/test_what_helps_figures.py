"""What is made of the counts: rates, what positions do, and which of two weightings does better."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.helpfulness.comparison import LEAST_ARTICLES, Comparison, Side
from recommendations.helpfulness.positions import LEAST, Positions
from recommendations.helpfulness.rates import SMALLEST, Row, told, wilson

FACTORS = {1: 1.0, 2: 0.7, 3: 0.5, 4: 0.35}


def row(clicks, *, shows=1000, name="a"):
    return Row(name, shows, clicks, weighed=float(clicks))


def test_the_interval_of_a_rate_is_wilsons():
    assert wilson(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=1e-4)
    assert wilson(20, 20)[1] == pytest.approx(1)


@given(st.lists(st.integers(0, 30), max_size=12))
def test_no_small_count_is_told_nor_left_over_when_the_told_are_taken_from_all(clicks):
    shown, n_hidden = told([row(its, name=number) for number, its in enumerate(clicks)])

    assert all(its.clicks >= SMALLEST for its in shown)
    assert len(shown) + n_hidden == len(clicks)
    left = sum(clicks) - sum(its.clicks for its in shown)
    assert n_hidden == 0 or left >= SMALLEST or not shown
    assert [its.clicks for its in shown] == sorted(clicks, reverse=True)[: len(shown)]


def moving_links(n_links, *, seed, moves=True, shows=4000):
    """Return counts of links of which better ones stand higher; each `moves` one place at times."""
    chance = np.random.default_rng(seed)
    cells = []
    for link in range(n_links):
        home = 1 + link % 4
        appeal = chance.uniform(0.02, 0.06) * (1.6 - 0.2 * home)
        for position in {home, home % 4 + 1} if moves else {home}:
            clicks = int(chance.binomial(shows, appeal * FACTORS[position]))
            cells.append((link, position, shows, clicks))
    return cells


def test_links_that_moved_tell_what_a_position_does_from_what_stands_there():
    cells = moving_links(200, seed=1)

    found = Positions.of(cells)

    assert found.by_moves == {1, 2, 3, 4}
    assert found.factors == pytest.approx(FACTORS, rel=0.04)
    # The rates alone blame the last position for its links.
    alone = Positions.of(moving_links(200, seed=1, moves=False))
    assert alone.by_moves == set()
    assert alone.factors[4] < 0.8 * FACTORS[4]


def test_links_of_the_same_appeal_have_the_same_corrected_rate_wherever_they_stand():
    positions = Positions(FACTORS, frozenset(FACTORS))
    for position, factor in FACTORS.items():
        clicks = 1000 * factor
        its = Row("a", 10_000, clicks, positions.weigh({position: clicks}))
        assert its.corrected == pytest.approx(0.1)
        assert its.rate == pytest.approx(0.1 * factor)


def test_a_position_that_few_links_moved_to_has_the_factor_of_its_rates():
    cells = [("a", 1, 1000, 100), ("a", 2, 1000, 50), ("b", 2, 1000, 60), ("b", 3, 100, 2)]

    found = Positions.of([*cells, ("c", 3, 1000, 20)])

    assert found.by_moves == {1, 2}
    assert found.factors == pytest.approx({1: 1, 2: 0.5, 3: 0.2})


def test_positions_that_no_link_ties_to_the_first_are_not_compared_by_moves():
    cells = [("a", 1, 1000, 100), ("b", 2, 1000, 50), ("b", 3, 1000, 40)]

    assert Positions.of(cells).by_moves == set()


def test_a_position_that_hardly_anybody_sees_does_not_make_a_click_count_for_many():
    found = Positions.of([("a", 1, 1000, 500), ("b", 2, 1000, 1)])

    assert found.factors == {1: 1.0, 2: LEAST}
    assert found.weigh({2: 1}) == pytest.approx(1 / LEAST)


@pytest.mark.parametrize("cells", [[], [("a", 1, 0, 0)], [("a", 1, 10, 0), ("a", 2, 10, 0)]])
def test_without_clicks_every_position_is_like_the_first(cells):
    assert set(Positions.of(cells).factors.values()) <= {1.0}


# Two weightings.


def side(chance, n_articles, rate):
    """Return counts of articles that are unlike: of readers, and of how these follow links."""
    shows = chance.integers(20, 2000, n_articles)
    rates = np.clip(rate * chance.gamma(4, 1 / 4, n_articles), 0, 1)
    clicks = chance.binomial(shows, rates)
    return Side(shows.tolist(), clicks.astype(float).tolist(), int(clicks.sum()))


def test_of_twenty_comparisons_of_the_same_with_the_same_about_one_finds_a_difference():
    chance = np.random.default_rng(5)
    compared = [Comparison(side(chance, 150, 0.05), side(chance, 150, 0.05)) for _ in range(400)]

    wrong = [its for its in compared if its.winner]

    assert 0.02 < len(wrong) / len(compared) < 0.08
    covered = [its.site.interval[0] < 0.05 < its.site.interval[1] for its in compared]
    assert 0.92 < np.mean(covered) < 0.98
    # An interval that took each show for a draw of its own would be wrong far more often.
    misled = 0
    for its in compared:
        (low, _), (_, high) = (
            wilson(its.site.clicks, sum(its.site.shows)),
            wilson(its.challenger.clicks, sum(its.challenger.shows)),
        )
        misled += high < low
    assert misled > 2 * sum(its.winner == "site" for its in compared)


@pytest.mark.parametrize(
    ("rates", "winner"), [((0.05, 0.08), "challenger"), ((0.08, 0.05), "site")]
)
def test_the_better_weighting_is_found(rates, winner):
    chance = np.random.default_rng(3)
    compared = Comparison(*(side(chance, 300, rate) for rate in rates))

    assert compared.winner == winner
    low, high = compared.interval
    assert low < rates[1] - rates[0] < high
    assert low < compared.difference < high


def test_few_articles_or_clicks_are_not_compared():
    enough = Side([100] * LEAST_ARTICLES, [5.0] * LEAST_ARTICLES, 5 * LEAST_ARTICLES)
    few = Side([100] * (LEAST_ARTICLES - 1), [5.0] * (LEAST_ARTICLES - 1), 100)
    still = Side([100] * LEAST_ARTICLES, [0.0] * LEAST_ARTICLES, SMALLEST - 1)

    assert Comparison(enough, enough).is_enough
    for other in (few, still, Side([], [], 0)):
        assert not Comparison(enough, other).is_enough
        assert not Comparison(other, enough).is_enough
