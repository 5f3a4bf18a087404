"""`manage.py rebuild_links`: the index of links made anew from the articles."""

from django.core.management.base import BaseCommand
from django.db import transaction

from articles.interchange.progress import progress_bar
from articles.links import rebuild_links


class Command(BaseCommand):
    help = (
        "Make the index of links anew. It is up to date by itself; this mends it after articles "
        "were changed by other means, or after a change of the site's addresses."
    )

    def handle(self, *, verbosity, **options):
        with progress_bar(verbosity=verbosity) as progress, transaction.atomic():
            task = progress.add_task("Reading links", total=None)
            for done, total in rebuild_links():
                progress.update(task, completed=done, total=total)
