"""`manage.py rebuild_search`: the search index made anew from the articles."""

from django.core.management.base import BaseCommand
from django.db import transaction

from articles.interchange.progress import progress_bar
from articles.search import rebuild


class Command(BaseCommand):
    help = (
        "Make the search index anew. It is up to date by itself; this mends it after articles were "
        "changed by other means, and forgets words that no article has any more."
    )

    def handle(self, *, verbosity, **options):
        with progress_bar(verbosity=verbosity) as progress, transaction.atomic():
            task = progress.add_task("Indexing", total=None)
            for done, total in rebuild():
                progress.update(task, completed=done, total=total)
