from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from ...models import ScheduledChange
from ...scheduling import catch_up


class Command(BaseCommand):
    help = "Publish scheduled changes that are due, and bring Read More up to date with the clock."

    def handle(self, *, verbosity, **options):
        published = catch_up()
        if verbosity:
            text = ngettext("%d change published.", "%d changes published.", published)
            self.stdout.write(text % published)
        for change in ScheduledChange.objects.failed().select_related("article"):
            self.stderr.write(f"{change.article}: {change.problem}")
