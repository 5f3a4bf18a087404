import json
from pathlib import Path
from statistics import fmean, pstdev

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from articles.interchange.progress import progress_bar
from recommendations import conf, tuning
from recommendations.index import PARTS
from recommendations.labels import LabelError, match_articles, read_labels

# So often the articles are divided anew into folds.
REPEATS = 5


class Command(BaseCommand):
    help = (
        "Find the weights of the signals that agree best with related articles that people chose, "
        "and how well they would do on articles that they were not fitted to. Changes nothing: "
        "weights are set in RECOMMENDATIONS. LABELS.tsv is as for evaluate_recommendations."
    )

    def add_arguments(self, parser):
        parser.add_argument("labels", type=Path, metavar="LABELS.tsv")
        parser.add_argument("--folds", type=int, default=5, help="of the cross-validation")
        parser.add_argument("--json", action="store_true", help="print one JSON object, no table")

    def handle(self, *, labels, folds, verbosity, **options):
        try:
            matched, unknown = match_articles(read_labels(labels))
        except LabelError as error:
            raise CommandError(error) from error
        if folds < 2:
            raise CommandError(f"--folds must be 2 or more, not {folds}")
        choices = [
            choice
            for language, its in matched.items()
            for choice in tuning.choices_of(language, its)
        ]
        if len(choices) < folds:
            raise CommandError(f"{len(choices)} labeled articles are too few for {folds} folds")
        with progress_bar(verbosity=verbosity) as progress:
            result = tune(choices, folds=folds, track=progress.track)
        result["labels left out"] = len(unknown)
        if options["json"]:
            self.stdout.write(json.dumps(result))
            return
        self._print(result)

    def _print(self, result):
        present, table = conf.get("WEIGHTS"), Table("signal", "present weight", "weight found")
        for name, weight in result["weights"].items():
            table.add_row(name, f"{present[name]:.3f}", f"{weight:.3f}")
        console = Console(file=self.stdout)
        console.print(table)
        table = Table("nDCG@4", "value")
        table.add_row("cross-validated", f"{result['cross-validated']:.4f}")
        table.add_row("  spread between divisions", f"{result['spread']:.4f}")
        table.add_row("  standard error", f"{result['standard error']:.4f}")
        table.add_row("fitted to all", f"{result['fitted']:.4f}")
        table.add_row("by the present weights", f"{result['present']:.4f}")
        console.print(table)


def tune(choices, *, folds, track):
    """Return the weights found, and the nDCG@4 by them and in cross-validation."""
    repeats = []
    for seed in track(range(REPEATS), description="Cross-validating"):
        its = tuning.cross_validate(choices, folds=folds, seed=seed)
        repeats.append([value for fold in its for value in fold])
    means = [fmean(values) for values in repeats]
    weights = tuning.fit(choices)
    present = np.array([conf.get("WEIGHTS")[name] for name in PARTS])
    return {
        "labeled articles": len(choices),
        "weights": dict(zip(PARTS, weights.round(4).tolist(), strict=True)),
        "cross-validated": fmean(means),
        "spread": pstdev(means),
        "standard error": fmean(pstdev(values) for values in repeats) / len(choices) ** 0.5,
        "fitted": fmean(choice.ndcg(weights) for choice in choices),
        "present": fmean(choice.ndcg(present / present.sum()) for choice in choices),
    }
