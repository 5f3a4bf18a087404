"""`manage.py delete_old_comments`: what was promised to readers who wrote one."""

from django.conf import settings
from django.core.management.base import BaseCommand

from articles.models import FeedbackComment


class Command(BaseCommand):
    help = "Delete readers' comments that are older than FEEDBACK_KEPT_DAYS."

    def handle(self, *, verbosity, **options):
        number, _by_model = FeedbackComment.objects.too_old().delete()
        if verbosity:
            days = settings.FEEDBACK_KEPT_DAYS
            self.stdout.write(f"Comments older than {days} days, now deleted: {number}")
