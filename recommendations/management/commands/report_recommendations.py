import json
from collections import Counter

from django.conf import settings
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from recommendations.report import Report

KINDS = {
    "stale": "changed since the lists were made",
    "on_no_list": "on no list",
    "hubs": "on too many lists",
    "fallback": "lists that needed the fallback",
    "without_list": "without a list",
    "pins_not_public": "pins to articles that are not public",
    "near_duplicates": "nearly the same text",
    "kept_off": "never recommended by an editor's word",
}


class Command(BaseCommand):
    help = "Say what an editor should look at in the Read More lists, as readers see them now."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object, no tables")

    def handle(self, **options):
        reports = {code: as_data(Report.make(code)) for code, _ in settings.LANGUAGES}
        if options["json"]:
            self.stdout.write(json.dumps(reports, ensure_ascii=False))
            return
        console = Console(file=self.stdout)
        for language, data in reports.items():
            table = Table(
                "finding", "number", "articles", title=f"{language}: {data['articles']} articles"
            )
            for kind, name in KINDS.items():
                table.add_row(name, str(len(data[kind])), "\n".join(map(_line, data[kind])))
            console.print(table)


def as_data(report):
    """Return `report` as plain data, with articles by their identifiers."""
    return {
        "articles": len(report.articles),
        "built_at": report.built_at and report.built_at.isoformat(),
        "stale": _identifiers(report.stale),
        "on_no_list": _identifiers(report.on_no_list),
        "hubs": [{"article": hub.identifier, "lists": n} for hub, n in report.hubs],
        "fallback": _identifiers(report.with_fallback),
        "without_list": _identifiers(report.without_list),
        "pins_not_public": [
            {"article": pin.source.identifier, "pinned": pin.target.identifier}
            for pin in report.pins_not_public
        ],
        "near_duplicates": [
            {"article": one.identifier, "other": other.identifier, "cosine": cosine}
            for one, other, cosine in report.near_duplicates
        ],
        "kept_off": _identifiers(report.kept_off),
        # How many articles are on so many lists.
        "in_degrees": dict(sorted(Counter(report.in_degrees.values()).items())),
    }


def _identifiers(articles):
    return [article.identifier for article in articles]


def _line(finding):
    return " ".join(map(str, finding.values())) if isinstance(finding, dict) else finding
