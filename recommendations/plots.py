"""Bar charts in SVG, drawn on the server: no script, no style attribute, the page's own colors."""

from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 8, 16, 44
_FLOOR = HEIGHT - _BOTTOM
# What lies between bars, as a share of a bar and its gap.
_GAP = 0.15
# More labels than this would run into each other.
_MAX_LABELS = 12


class Bar(NamedTuple):
    """Where a bar goes; numbers are text, so that no language puts a comma into them.

    `low`, `high` and `point` are heights of what is drawn across it, if anything is.
    """

    label: str
    value: str
    x: str
    y: str
    width: str
    height: str
    middle: str
    is_labeled: bool
    low: str = ""
    high: str = ""
    point: str = ""


class Plot(NamedTuple):
    title: str
    svg: str


def bar_chart(bars, *, name, title, description, axis):
    """Return the `Plot` of `bars`, pairs of a label and a count.

    `name` makes its ids unique on the page; `axis` says what the labels are.
    """
    highest = max((count for _, count in bars), default=0) or 1
    places = _places([label for label, _ in bars])
    drawn = [
        Bar(label, count, *_stand(place, count / highest), *place[2:])
        for place, (label, count) in zip(places, bars, strict=True)
    ]
    return _plot(drawn, highest, name=name, title=title, description=description, axis=axis)


def rate_chart(rows, *, name, title, description, axis):
    """Return the `Plot` of rates: pairs of a label and a `Row` of `helpfulness.rates`.

    Each has a bar, across it the interval that the rate may be in, and a point at the rate
    corrected for the positions.
    """
    highest = max((max(row.interval[1], row.corrected) for _, row in rows), default=0) or 1
    places = _places([label for label, _ in rows])
    drawn = [
        Bar(
            label,
            percent(row.rate),
            *_stand(place, row.rate / highest),
            *place[2:],
            *(_y(rate / highest) for rate in (*row.interval, row.corrected)),
        )
        for place, (label, row) in zip(places, rows, strict=True)
    ]
    top = percent(highest)
    return _plot(drawn, top, name=name, title=title, description=description, axis=axis)


def percent(rate):
    # Django cuts off what it does not show; it does not round.
    return _("%s%%") % number_format(round(100 * rate, 1), 1)


def _places(labels):
    """Return for each bar its left end, its width, its middle, and whether it is labeled."""
    step = (WIDTH - _LEFT - _RIGHT) / max(len(labels), 1)
    every = -(-len(labels) // _MAX_LABELS)
    lefts = [_LEFT + number * step for number in range(len(labels))]
    return [
        (
            f"{left + step * _GAP / 2:.1f}",
            f"{step * (1 - _GAP):.1f}",
            f"{left + step / 2:.1f}",
            number % every == 0,
        )
        for number, left in enumerate(lefts)
    ]


def _stand(place, share):
    """Return the corner and the size of a bar of a share of the whole height."""
    x, width, *_ = place
    return x, _y(share), width, f"{(_FLOOR - _TOP) * share:.1f}"


def _y(share):
    return f"{_FLOOR - (_FLOOR - _TOP) * share:.1f}"


def _plot(bars, highest, *, name, title, description, axis):
    context = {
        "bars": bars,
        "name": name,
        "title": title,
        "description": description,
        "axis": axis,
        "width": WIDTH,
        "height": HEIGHT,
        "left": _LEFT,
        "floor": _FLOOR,
        "top": _TOP,
        "right": WIDTH - _RIGHT,
        "highest": highest,
    }
    return Plot(title, render_to_string("admin/recommendations/plot.svg", context))


def counts_of_integers(values, *, last):
    """Return how often each integer from 0 to `last` occurs, with all above in the last bar."""
    is_cut = any(value > last for value in values)
    values = [min(value, last) for value in values]
    labels = [*map(str, range(last)), f"{last}+" if is_cut else str(last)]
    return [(label, values.count(number)) for number, label in enumerate(labels)]


def counts_of_shares(values, *, n_bars=20):
    """Return how many numbers from 0 to 1 fall into each of `n_bars` equal parts."""
    places = [min(int(value * n_bars), n_bars - 1) for value in values]
    return [(f"{number / n_bars:.2f}", places.count(number)) for number in range(n_bars)]
