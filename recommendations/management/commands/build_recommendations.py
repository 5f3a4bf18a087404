from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from recommendations import services


class Command(BaseCommand):
    help = (
        "Make all Read More lists anew. Lists are replaced in one transaction for each language: "
        "the command can be stopped at any time and run again."
    )

    def handle(self, *, verbosity, **options):
        console = Console(file=self.stderr, quiet=not verbosity)
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
        with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
            for language in services.languages():
                services.build(language, progress=_reporter(progress, language))


def _reporter(progress, language):
    bars = {}

    def report(stage, done, total):
        if stage not in bars:
            bars[stage] = progress.add_task(f"{stage} ({language})")
        progress.update(bars[stage], completed=done, total=total)

    return report
