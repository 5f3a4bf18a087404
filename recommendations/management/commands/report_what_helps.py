import json

from django.conf import settings
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from articles.models import Article
from recommendations.helpfulness.report import WhatHelps


class Command(BaseCommand):
    help = (
        "Say which Read More links readers see and follow; what is too small to tell is left out."
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=28, help="how far back; 28 without it")
        parser.add_argument("--json", action="store_true", help="print one JSON object, no tables")

    def handle(self, *, days, **options):
        reports = {code: as_data(WhatHelps.make(code, days)) for code, _ in settings.LANGUAGES}
        if options["json"]:
            self.stdout.write(json.dumps(reports, ensure_ascii=False))
            return
        console = Console(file=self.stdout)
        for language, data in reports.items():
            for kind, its in data["tables"].items():
                if not its["rows"]:
                    continue
                console.print(_table(f"{language}, by {kind}, since {data['since']}", its))
            if data["trial"]:
                console.print(f"{language}, on trial:", data["trial"])


def as_data(made):
    """Return the report as plain data, with articles by their identifiers."""
    keys = {pk for row in made.tables["link"].rows for pk in row.name}
    keys |= {row.name for row in made.tables["article"].rows}
    identifiers = dict(Article.objects.filter(pk__in=keys).values_list("pk", "identifier"))
    names = {
        "article": identifiers.__getitem__,
        "link": lambda pair: [identifiers[pk] for pk in pair],
    }
    return {
        "since": made.since.isoformat(),
        "positions": [
            {
                "position": position,
                "factor": round(factor, 3),
                "by_moves": position in made.positions.by_moves,
            }
            for position, factor in made.positions.factors.items()
            if position in {row.name for row in made.tables["position"].rows}
        ],
        "tables": {
            kind: {
                "rows": [_row(row, names.get(kind, lambda name: name)) for row in table.rows],
                "hidden": table.n_hidden,
            }
            for kind, table in made.tables.items()
        },
        "trial": made.weights and _trial(made),
    }


def _row(row, name):
    return {
        "name": name(row.name),
        "shows": row.shows,
        "clicks": row.clicks,
        "rate": round(row.rate, 4),
        "interval": _rounded(row.interval),
        "rate_if_first": round(row.corrected, 4),
    }


def _trial(made):
    compared, (site, challenger) = made.comparison, made.weights
    told = {"weights": {"site": site, "challenger": challenger}, "is_enough": compared.is_enough}
    if compared.is_enough:
        told |= {
            name: {
                "articles": len(side.shows),
                "rate_if_first": round(side.rate, 4),
                "interval": _rounded(side.interval),
            }
            for name, side in (("site", compared.site), ("challenger", compared.challenger))
        }
        told |= {
            "difference": round(compared.difference, 4),
            "difference_interval": _rounded(compared.interval),
        }
    return told


def _rounded(bounds):
    return [round(bound, 4) for bound in bounds]


def _table(title, data):
    table = Table("", "seen", "followed", "rate", "95 %", "if first", title=title)
    for row in data["rows"]:
        name = " → ".join(row["name"]) if isinstance(row["name"], list) else str(row["name"])
        low, high = row["interval"]
        table.add_row(
            *(name, str(row["shows"]), str(row["clicks"]), f"{row['rate']:.1%}"),
            *(f"{low:.1%} to {high:.1%}", f"{row['rate_if_first']:.1%}"),
        )
    if data["hidden"]:
        table.caption = f"{data['hidden']} more with too few clicks to be told"
    return table
