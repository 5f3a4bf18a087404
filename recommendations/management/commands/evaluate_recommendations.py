import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from recommendations import measuring
from recommendations.labels import LabelError, match_articles, read_labels

# Of what is unknown, so many are named.
NAMED = 10


class Command(BaseCommand):
    help = (
        "Measure the recommendations against related articles that people chose. LABELS.tsv has "
        "the header line article<TAB>related and then two article identifiers a line."
    )

    def add_arguments(self, parser):
        parser.add_argument("labels", type=Path, metavar="LABELS.tsv")
        parser.add_argument("--json", action="store_true", help="print one JSON object, no table")
        parser.add_argument(
            "--ablation", action="store_true", help="also without each signal, and by it alone"
        )
        parser.add_argument("--compare", action="store_true", help="also by other methods")

    def handle(self, *, labels, ablation, compare, **options):
        try:
            matched, unknown = match_articles(read_labels(labels))
        except LabelError as error:
            raise CommandError(error) from error
        corpora = measuring.load(matched)
        result = {**measuring.measure(corpora), "labels left out": len(unknown)}
        if ablation:
            result["ndcg@4 by signals"] = measuring.ablate(corpora)
        if compare:
            result["other methods"] = measuring.compare(corpora)
        if options["json"]:
            self.stdout.write(json.dumps({**result, "unknown": unknown}))
        else:
            self._print(result, unknown)

    def _print(self, result, unknown):
        table = Table("measure", "value")
        for name, value in result.items():
            if isinstance(value, dict):
                table.add_section()
            for its_name, its_value in _flat(name, value):
                shown = f"{its_value:.3f}" if isinstance(its_value, float) else str(its_value)
                table.add_row(its_name, shown)
        Console(file=self.stdout).print(table)
        if unknown:
            named = ", ".join(unknown[:NAMED]) + (", ..." if len(unknown) > NAMED else "")
            self.stdout.write(
                f"{len(unknown)} labels left out, because they are not of two public articles in "
                f"one language: {named}"
            )


def _flat(name, value):
    """Yield the names and values of a table's rows."""
    if isinstance(value, dict):
        for key, its in value.items():
            yield from _flat(f"{name}: {key}", its)
    else:
        yield name, value
