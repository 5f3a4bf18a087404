"""The page that says which Read More links readers follow."""

from typing import NamedTuple

from django.conf import settings
from django.contrib import admin
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .. import plots
from ..helpfulness import ANY
from ..models import LinkCount
from ..plots import percent
from .reading import PageToRead

PERIODS = (28, 90)
# So many articles and links are named; the command names all.
NAMED = 15


@admin.register(LinkCount)
class WhatHelpsAdmin(PageToRead):
    template = "admin/recommendations/what_helps.html"

    def get_page(self, request, language):
        from ..helpfulness.report import WhatHelps  # noqa: PLC0415  (NumPy is slow to load)

        periods = sorted({*PERIODS, settings.READ_MORE_COUNTS_KEPT_DAYS})
        asked = request.GET.get("days")
        days = next((period for period in periods if str(period) == asked), PERIODS[0])
        made = WhatHelps.make(language, days)
        titles = made.titles()
        return {
            "title": _("What helps"),
            "report": made,
            "days": days,
            "periods": periods,
            "is_counting": settings.COUNT_READ_MORE,
            "plots": drawings(made),
            "short_tables": tables(made, titles, "position", "signal", "place"),
            "long_tables": tables(made, titles, "article", "link"),
            "positions": positions(made),
            "trial": trial(made),
        }


def interval(bounds):
    return _("%(low)s to %(high)s") % dict(zip(("low", "high"), map(percent, bounds), strict=True))


def points(difference):
    """Return by how many hundredths two rates differ."""
    return number_format(round(100 * difference, 2), 2)


def signal_name(signal):
    return {
        "text": _("Words"),
        "meaning": _("Meaning"),
        "mention": _("Mentions"),
        "link": _("Links"),
        "topic": _("Topics"),
        "pin": _("Pinned by an editor"),
        "fallback": _("Newest, for want of better"),
        ANY: _("All links"),
    }.get(signal, signal)


class Told(NamedTuple):
    """A table as the page shows it: what its rows are, and these with numbers as text."""

    name: str
    heading: str
    what: str
    rows: list[tuple[str, ...]]
    is_cut: bool
    n_hidden: int


def tables(made, titles, *kinds):
    named = {
        "position": (_("By position"), _("Position"), str),
        "signal": (_("By reason"), _("Reason"), signal_name),
        "place": (_("By place"), _("Place"), lambda place: LinkCount.Place(place).label),
        "article": (_("By article"), _("The list of"), titles.__getitem__),
        "link": (
            _("By link"),
            _("From and to"),
            lambda pair: " → ".join(titles[pk] for pk in pair),
        ),
    }
    return [_told(kind, *named[kind], made.tables[kind]) for kind in kinds]


def _told(kind, heading, what, name, table):
    rows = [_cells(row, name(row.name)) for row in table.rows[:NAMED]]
    return Told(kind, heading, what, rows, len(table.rows) > NAMED, table.n_hidden)


def _cells(row, name):
    return (
        name,
        _number(row.shows),
        _number(row.clicks),
        percent(row.rate),
        interval(row.interval),
        percent(row.corrected),
    )


def _number(count):
    return number_format(count, force_grouping=True)


def positions(made):
    """Return for each position its factor, and whether it is known by links that moved."""
    told = {row.name for row in made.tables["position"].rows}
    return [
        (position, percent(factor), position in made.positions.by_moves)
        for position, factor in made.positions.factors.items()
        if position in told
    ]


def drawings(made):
    by_position = _("How often links are followed, by position")
    by_reason = _("How often links are followed, by reason")
    return [
        _drawing(made.tables["position"], "position", by_position, _("position"), str),
        _drawing(made.tables["signal"], "signal", by_reason, _("reason"), signal_name),
    ]


def _drawing(table, kind, title, axis, name):
    description = _(
        "Bars are rates, lines what these may well be, points the rates if all links stood first."
    )
    rows = [(name(row.name), row) for row in table.rows]
    return plots.rate_chart(rows, name=kind, title=title, description=description, axis=axis)


def trial(made):
    """Return what is told of the two weightings; None where there is one."""
    if made.weights is None:
        return None
    site, challenger = made.weights
    compared = made.comparison
    told = {
        "weights": [
            (signal, number_format(site.get(signal, 0), 2), number_format(weight, 2))
            for signal, weight in challenger.items()
        ],
        "is_enough": compared.is_enough,
    }
    if compared.is_enough:
        sides = ((_("The site's weights"), compared.site), (_("On trial"), compared.challenger))
        told |= {
            "sides": [
                (name, _number(len(side.shows)), percent(side.rate), interval(side.interval))
                for name, side in sides
            ],
            "difference": points(compared.difference),
            "low": points(compared.interval[0]),
            "high": points(compared.interval[1]),
            "winner": compared.winner,
        }
    return told
