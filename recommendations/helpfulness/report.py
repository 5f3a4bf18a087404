"""What editors are told of what readers saw and followed: without small counts, corrected."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Sum
from django.utils import timezone

from articles.models import Article

from .. import trial
from ..models import Corpus, LinkCount
from . import ANY
from .comparison import Comparison, Side
from .positions import Positions
from .rates import Row, told


class Cell(NamedTuple):
    """What was counted of a link in a position, while it had these signals, under a trial."""

    article: int
    target: int
    place: str
    position: int
    signals: str
    trial: str
    shows: int
    clicks: int


# How links are put together: for a cell the rows that it is in.
KINDS = {
    "position": lambda cell: [cell.position],
    "signal": lambda cell: [ANY, *cell.signals.split()],
    "place": lambda cell: [cell.place],
    "article": lambda cell: [cell.article],
    "link": lambda cell: [(cell.article, cell.target)],
}


@dataclass(frozen=True)
class Table:
    """Rows that may be told, and how many more there are."""

    rows: list[Row]
    n_hidden: int


@dataclass(frozen=True)
class WhatHelps:
    """What was counted of the lists of a language since a day."""

    language: str
    since: date
    positions: Positions
    tables: dict[str, Table]
    # The weights of the signals, the site's and the challenger's, and what was counted of both;
    # None where none are on trial.
    weights: tuple[dict[str, float], dict[str, float]] | None
    comparison: Comparison | None

    @classmethod
    def make(cls, language, days):
        since = timezone.localdate() - timedelta(days=days - 1)
        counts = LinkCount.objects.kept().filter(day__gte=since, article__language=language)
        key = Cell._fields[:-2]
        found = counts.values_list(*key).annotate(Sum("shows"), Sum("clicks")).order_by(*key)
        # Anybody can send clicks alone; no link has more than shows.
        cells = [Cell(*its, shows, min(clicks, shows)) for *its, shows, clicks in found if shows]
        positions = Positions.of(_moves(cells))
        corpus = Corpus.objects.filter(language=language).only("parameters").first()
        parameters = corpus.parameters if corpus else {}
        name = trial.name_of(parameters)
        tables = {kind: _table(cells, rows_of, positions) for kind, rows_of in KINDS.items()}
        return cls(
            language=language,
            since=since,
            positions=positions,
            tables=tables | {"position": _in_order(tables["position"])},
            weights=(parameters["weights"], parameters["challenger_weights"]) if name else None,
            comparison=_comparison(cells, name, positions) if name else None,
        )

    def titles(self):
        """Return the titles of the articles that the tables are about, by key."""
        links = {pk for row in self.tables["link"].rows for pk in row.name}
        articles = {row.name for row in self.tables["article"].rows}
        return dict(Article.objects.filter(pk__in=links | articles).values_list("pk", "title"))


def _moves(cells):
    """Return what was counted of each link in each position; in a frame it is another link."""
    found = defaultdict(lambda: [0, 0])
    for cell in cells:
        counts = found[(cell.article, cell.target, cell.place), cell.position]
        counts[0] += cell.shows
        counts[1] += cell.clicks
    return [(*key, *counts) for key, counts in found.items()]


def _in_order(table):
    """Return a table with its rows in the order of their names."""
    return Table(sorted(table.rows, key=lambda row: row.name), table.n_hidden)


def _table(cells, rows_of, positions):
    shows, clicks = Counter(), defaultdict(Counter)
    for cell in cells:
        for name in rows_of(cell):
            shows[name] += cell.shows
            clicks[name][cell.position] += cell.clicks
    return Table(
        *told(
            Row(
                name=name,
                shows=shows[name],
                clicks=clicks[name].total(),
                weighed=positions.weigh(clicks[name]),
            )
            for name in shows
        )
    )


def _comparison(cells, name, positions):
    """Return both sides of the trial of this name: what was counted under another is no part."""
    shows, weighed, clicks = Counter(), Counter(), Counter()
    for cell in cells:
        if cell.trial == name:
            shows[cell.article] += cell.shows
            weighed[cell.article] += positions.weigh({cell.position: cell.clicks})
            clicks[trial.is_challenged(cell.article)] += cell.clicks

    def side(is_challenged):
        articles = [article for article in shows if trial.is_challenged(article) == is_challenged]
        return Side(
            shows=[shows[article] for article in articles],
            weighed=[weighed[article] for article in articles],
            clicks=clicks[is_challenged],
        )

    return Comparison(site=side(False), challenger=side(True))
