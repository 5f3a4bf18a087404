import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from articles.interchange.progress import progress_bar
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
        parser.add_argument("--json", action="store_true", help="print one JSON object, no tables")
        parser.add_argument(
            "--ablation", action="store_true", help="also without each signal, and by it alone"
        )
        parser.add_argument(
            "--compare", action="store_true", help="also by other methods, as far as installed"
        )

    def handle(self, *, labels, ablation, compare, verbosity, **options):
        try:
            matched, unknown = match_articles(read_labels(labels))
        except LabelError as error:
            raise CommandError(error) from error
        corpora = measuring.load(matched)
        result = {**measuring.measure(corpora), "labels left out": len(unknown)}
        if ablation and matched:
            result["ndcg@4 by signals"] = measuring.ablate(corpora)
        if compare and matched:
            with progress_bar(verbosity=verbosity) as progress:
                result["other methods"] = measuring.compare(corpora, progress.track)
            result["other methods left out"] = {
                peer.name: peer.package for peer in measuring.left_out()
            }
        if options["json"]:
            self.stdout.write(json.dumps({**result, "unknown": unknown}))
        else:
            self._print(result, unknown)

    def _print(self, result, unknown):
        console = Console(file=self.stdout)
        console.print(_measures_table(result))
        if signals := result.get("ndcg@4 by signals"):
            console.print(_signals_table(signals))
        if "other methods" in result:
            console.print(_methods_table(result))
            self._print_left_out(result["other methods left out"])
        if unknown:
            named = ", ".join(unknown[:NAMED]) + (", ..." if len(unknown) > NAMED else "")
            self.stdout.write(
                f"{len(unknown)} labels left out, because they are not of two public articles in "
                f"one language: {named}"
            )

    def _print_left_out(self, packages):
        if packages:
            self.stdout.write(
                f"Not installed, and so left out: {'; '.join(packages)}. To compare with these, "
                f"too: pip install {' '.join(dict.fromkeys(packages.values()))}"
            )


def _measures_table(result):
    table = Table("measure", "value", "95 % interval")
    for name, value in result.items():
        if isinstance(value, float) and not name.endswith((" from", " to")):
            table.add_row(name, f"{value:.3f}", _interval(result, name))
        elif isinstance(value, int):
            table.add_row(name, str(value), "")
    return table


def _signals_table(signals):
    table = Table("signal", "nDCG@4 without it", "by it alone")
    for signal, values in signals.items():
        table.add_row(
            signal, *(f"{values[how]:.3f}" if how in values else "" for how in ("without", "alone"))
        )
    return table


def _methods_table(result):
    table = Table("method", "nDCG@4", "recall@10", "MRR", "behind in nDCG@4", show_lines=True)
    methods = {**result["other methods"], "Read More": result}
    for method, its in sorted(methods.items(), key=lambda item: item[1]["ndcg@4"]):
        table.add_row(
            method,
            *(
                f"{its[name]:.3f}\n{_interval(its, name)}" if name in its else ""
                for name in ("ndcg@4", "recall@10", "mrr", "ndcg@4 behind")
            ),
        )
    return table


def _interval(result, name):
    bounds = [result[key] for key in (f"{name}, 95 % from", f"{name}, 95 % to") if key in result]
    return "\N{EN DASH}".join(f"{bound:.3f}" for bound in bounds)
