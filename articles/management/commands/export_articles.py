import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.interchange.exporter import export_lines
from articles.interchange.progress import progress_bar
from articles.interchange.writers import WRITERS
from articles.models import Article


class Command(BaseCommand):
    help = "Export all articles, drafts too, so that import_articles reads them back."

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=WRITERS, default="jsonl")
        parser.add_argument("--output", type=Path, metavar="PATH", help="By default, the output.")

    def handle(self, *, format, output, verbosity, **options):  # noqa: A002  (the option's name)
        with progress_bar(verbosity=verbosity) as progress:
            total = Article.objects.count()
            lines = progress.track(export_lines(format), total, description="Exporting")
            if output is None:
                for line in lines:
                    self.stdout.write(line, ending="")
            else:
                _write_whole(output, lines)


def _write_whole(path, lines):
    """Write a file that is there in full or not at all."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=path.name, delete_on_close=False
        ) as file:
            file.writelines(lines)
            file.close()
            Path(file.name).replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
