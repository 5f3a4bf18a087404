"""`manage.py check_links`: asks whether the pages on other sites are still there."""

from django.core.management.base import BaseCommand
from django.db.models import Count, F, Prefetch

from articles.interchange.progress import progress_bar
from articles.links.checking import check
from articles.models import ExternalAddress, ExternalLink

MAX_AGE = 7
Result = ExternalAddress.Result


class Command(BaseCommand):
    help = (
        "Ask the servers of other sites for every page that articles link to or cite, each server "
        "slowly, and say what is broken. It can be stopped and run again."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--max-age",
            type=int,
            default=MAX_AGE,
            metavar="DAYS",
            help=f"Leave out what was checked in the last DAYS ({MAX_AGE}); 0 checks all.",
        )
        parser.add_argument("--limit", type=int, metavar="N", help="Check at most N addresses.")
        parser.add_argument("--report", action="store_true", help="Only say what was found before.")

    def handle(self, *, max_age, limit, report, verbosity, **options):
        if not report:
            ExternalAddress.objects.unused().delete()
            due = list(ExternalAddress.objects.due(max_age=max_age)[:limit])
            with progress_bar(verbosity=verbosity) as progress:
                task = progress.add_task("Asking", total=len(due))
                for _ in check(due):
                    progress.advance(task)
        if verbosity:
            self._report()

    def _report(self):
        addresses = ExternalAddress.objects.order_by()
        counts = dict(addresses.values_list("result").annotate(Count("pk")))
        for result in Result:
            self.stdout.write(f"{counts.get(result, 0):6}  {result.label}")
        self.stdout.write(f"{counts.get('', 0):6}  not checked yet")
        sources = Prefetch("links", ExternalLink.objects.select_related("source"))
        bad = addresses.filter(result__in=(Result.BROKEN, Result.UNSURE, Result.MOVED))
        for address in bad.order_by(
            "result", F("failing_since").asc(nulls_last=True), "url"
        ).prefetch_related(sources):
            self.stdout.write(f"\n{address.get_result_display()}: {address.url}")
            what = [str(address.status or ""), address.detail, address.final_url]
            self.stdout.write(f"  {' '.join(filter(None, what))}")
            for title in sorted({link.source.title for link in address.links.all()}):
                self.stdout.write(f"  in: {title}")
