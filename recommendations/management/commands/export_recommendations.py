import json
from collections import defaultdict
from contextlib import nullcontext
from itertools import batched
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from recommendations.models import RelatedArticle

BATCH = 500


class Command(BaseCommand):
    help = "Write the Read More list of every public article, as JSON Lines."

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=10, help="how many for each article")
        parser.add_argument("--output", type=Path, help="a file instead of the standard output")

    def handle(self, *, limit, output, **options):
        if limit < 0:
            raise CommandError(f"--limit must be 0 or more, not {limit}")
        try:
            target = output.open("w", encoding="utf-8") if output else nullcontext(self.stdout)
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}") from error
        with target as lines:
            for line in exported_lists(limit):
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def exported_lists(limit):
    """Yield for each public article its list, best first."""
    articles = Article.objects.published().order_by("pk").values_list("pk", "identifier")
    for some in batched(articles, BATCH):
        identifiers = dict(some)
        rows = (
            RelatedArticle.objects.visible()
            .filter(source__in=identifiers)
            .order_by("source_id", "rank")
            .values_list("source_id", "target__identifier", "score", "reasons")
        )
        related = defaultdict(list)
        for source_id, target, score, reasons in rows:
            related[source_id].append({"article": target, "score": score, "reasons": reasons})
        for article_id, identifier in identifiers.items():
            yield {"article": identifier, "related": related[article_id][:limit]}
