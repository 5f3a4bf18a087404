"""Bar charts in SVG, drawn on the server: no script, no style attribute, the page's own colors."""

from typing import NamedTuple

from django.template.loader import render_to_string

WIDTH, HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 8, 16, 44
_FLOOR = HEIGHT - _BOTTOM
# What lies between bars, as a share of a bar and its gap.
_GAP = 0.15
# More labels than this would run into each other.
_MAX_LABELS = 12


class Bar(NamedTuple):
    """Where a bar goes; numbers are text, so that no language puts a comma into them."""

    label: str
    count: int
    x: str
    y: str
    width: str
    height: str
    middle: str
    is_labeled: bool


class Plot(NamedTuple):
    title: str
    svg: str


def bar_chart(bars, *, name, title, description, axis):
    """Return the `Plot` of `bars`, pairs of a label and a count.

    `name` makes its ids unique on the page; `axis` says what the labels are.
    """
    highest = max((count for _, count in bars), default=0) or 1
    step = (WIDTH - _LEFT - _RIGHT) / max(len(bars), 1)
    every = -(-len(bars) // _MAX_LABELS)
    drawn = []
    for number, (label, count) in enumerate(bars):
        height = (_FLOOR - _TOP) * count / highest
        x = _LEFT + number * step
        drawn.append(
            Bar(
                label=label,
                count=count,
                x=f"{x + step * _GAP / 2:.1f}",
                y=f"{_FLOOR - height:.1f}",
                width=f"{step * (1 - _GAP):.1f}",
                height=f"{height:.1f}",
                middle=f"{x + step / 2:.1f}",
                is_labeled=number % every == 0,
            )
        )
    context = {
        "bars": drawn,
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
