"""`manage.py prune_revisions`: what editors left behind, and nobody needs any more."""

from django.core.management.base import BaseCommand

from articles.models import Autosave
from articles.revisions.retention import prune_revisions


class Command(BaseCommand):
    help = "Delete revisions and unsaved text that are older than the settings say."

    def handle(self, *, verbosity, **options):
        revisions = prune_revisions()
        autosaves, _by_model = Autosave.objects.too_old().delete()
        if verbosity:
            self.stdout.write(f"Deleted: {revisions} revisions, {autosaves} unsaved texts.")
