"""`manage.py delete_old_counts`: what was promised to readers whose browsers counted."""

from django.conf import settings
from django.core.management.base import BaseCommand

from recommendations.models import LinkCount


class Command(BaseCommand):
    help = "Delete counts of Read More links that are older than READ_MORE_COUNTS_KEPT_DAYS."

    def handle(self, *, verbosity, **options):
        number, _by_model = LinkCount.objects.too_old().delete()
        if verbosity:
            days = settings.READ_MORE_COUNTS_KEPT_DAYS
            self.stdout.write(f"Counts older than {days} days, now deleted: {number}")
