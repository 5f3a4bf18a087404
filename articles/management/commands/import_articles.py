from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.interchange.importer import import_files
from articles.interchange.progress import progress_bar
from articles.interchange.readers import READERS
from articles.interchange.report import Report
from articles.models import Article

INTERRUPTED = 130


class Command(BaseCommand):
    help = (
        "Import articles. Each is known by its id: a new one is created, one that differs is "
        "updated, one that is the same is not touched. A bad line is reported and left out."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help=f"{' or '.join(READERS)}")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Report the same and write nothing. Until it ends, others' changes may wait.",
        )
        parser.add_argument(
            "--status",
            choices=Article.Status.values,
            default="",
            help="The status of articles that give none. Published ones without a date are "
            "published now.",
        )

    def handle(self, *, files, dry_run, status, verbosity, **options):
        self.report = Report()
        try:
            with progress_bar(verbosity=verbosity) as progress:
                import_files(
                    files,
                    default_status=status,
                    dry_run=dry_run,
                    open_file=_watched_by(progress, files),
                    report=self.report,
                )
        except KeyboardInterrupt:
            self._show_problems()
            kept = 0 if dry_run else self.report.stored
            raise CommandError(
                f"Stopped. {kept} articles were stored and stay; run it again to go on.",
                returncode=INTERRUPTED,
            ) from None
        self._show_problems()
        if verbosity:
            summary = f"Nothing was written. {self.report}" if dry_run else str(self.report)
            self.stdout.write(summary)
        if self.report.problem_count:
            raise CommandError("Not all could be imported; what could is.")

    def _show_problems(self):
        for problem in self.report.problems:
            self.stderr.write(str(problem))
        if further := self.report.problem_count - len(self.report.problems):
            self.stderr.write(f"... and {further} more problems.")


def _watched_by(progress, names):
    """Return a way to open files that moves one bar by the bytes read of all of them."""
    sizes = [Path(name).stat().st_size for name in names if Path(name).is_file()]
    bar = progress.add_task("Importing", total=sum(sizes))

    @contextmanager
    def open_watched(path):
        with path.open("rb") as file:
            yield progress.wrap_file(file, task_id=bar)

    return open_watched
