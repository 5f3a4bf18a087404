"""`manage.py evaluate_search`: how often search finds an article by another name of it."""

import json

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from articles.interchange.progress import progress_bar
from articles.search import evaluation

SEED = 1


class Command(BaseCommand):
    help = (
        "Search for each also-known-as name of the public articles, and tell how often an article "
        "of that name is found first, and among the first three."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object, no table")
        parser.add_argument("--seed", type=int, default=SEED, help="of the typing mistakes")

    def handle(self, *, seed, verbosity, **options):
        as_named = evaluation.queries()
        mistyped = evaluation.with_typing_mistakes(as_named, seed)
        runs = {
            "as named": (evaluation.measure, as_named),
            "one typing mistake": (evaluation.measure, mistyped),
            "names not indexed": (evaluation.measure_without_names, as_named),
        }
        measures = {}
        with progress_bar(verbosity=0 if options["json"] else verbosity) as progress:
            for name, (measure, queries) in runs.items():
                task = progress.add_task(name.capitalize(), total=len(queries))
                measures[name] = measure(queries, lambda task=task: progress.advance(task))
        if options["json"]:
            self.stdout.write(json.dumps({"queries": len(as_named), **measures}))
        else:
            Console(file=self.stdout).print(_table(len(as_named), measures))


def _table(number, measures):
    table = Table("Queries", "first", f"top {evaluation.TOP}", title=f"{number} queries")
    for name, shares in measures.items():
        table.add_row(name, *(f"{share:.1%}" for share in shares.values()))
    return table
