import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from recommendations import services
from recommendations.evaluation import coverage, evaluate
from recommendations.labels import LabelError, match_articles, read_labels
from recommendations.lists import SHOWN

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

    def handle(self, *, labels, **options):
        try:
            labels = read_labels(labels)
        except LabelError as error:
            raise CommandError(error) from error
        result, unknown = measure(labels)
        if options["json"]:
            self.stdout.write(json.dumps({**result, "unknown": unknown}))
            return
        table = Table("measure", "value")
        for name, value in result.items():
            table.add_row(name, f"{value:.3f}" if isinstance(value, float) else str(value))
        Console(file=self.stdout).print(table)
        if unknown:
            named = ", ".join(unknown[:NAMED]) + (", ..." if len(unknown) > NAMED else "")
            self.stdout.write(
                f"{len(unknown)} labels left out, because they are not of two public articles in "
                f"one language: {named}"
            )


def measure(labels):
    """Return the measures of the site's method, and the labels left out, as "article related".

    Every public article is ranked for each labeled one by an index that is fitted anew, just as
    that of a full build: same texts, weights and language, translations left out. What follows
    the ranking on the site (the floor, the fallback) is not measured. Coverage is the share of
    the public articles that are among the first four for any article.
    """
    matched, unknown = match_articles(labels)
    right = {pk: its for of_language in matched.values() for pk, its in of_language.items()}
    rankings, lists = {}, []
    for language in services.languages():
        some_rankings, some_lists = services.rank(language, list(matched[language]), SHOWN)
        rankings |= some_rankings
        lists += some_lists
    result = {
        **evaluate(rankings, right),
        "coverage": coverage(lists, len(lists)),
        "labeled articles": len(right),
        "labels left out": len(unknown),
    }
    return result, unknown
