"""What was counted, into the database."""

from django.db import transaction
from django.db.models import F
from django.tasks import task

from articles.models import Article

from ..models import LinkCount, RelatedArticle

WHAT = {"shown": "shows", "clicked": "clicks"}


@task()
def store(counts):
    """Add `counts`, pairs of an `Event`'s values and a number, to those of their days.

    Anybody can send a beacon: what stands on no list that readers can see is left out.
    """
    on_lists = _pairs_on_lists({event[0] for event, _ in counts})
    # Sorted, so that of two who store the same each waits for the other's rows in turn.
    counts = sorted((event, number) for event, number in counts if tuple(event[:2]) in on_lists)
    with transaction.atomic():
        keys = {tuple(event[:5]) for event, _ in counts}
        LinkCount.objects.bulk_create(
            [
                LinkCount(
                    article_id=article, target_id=target, position=position, place=place, day=day
                )
                for article, target, position, place, day in sorted(keys)
            ],
            ignore_conflicts=True,
        )
        for (article, target, position, place, day, what), number in counts:
            its = LinkCount.objects.filter(
                article=article, target=target, position=position, place=place, day=day
            )
            its.update(**{WHAT[what]: F(WHAT[what]) + number})
        # Here too, so that the promise does not hang on a nightly command alone.
        LinkCount.objects.too_old().delete()


def _pairs_on_lists(articles):
    public = Article.objects.published().filter(pk__in=articles)
    rows = RelatedArticle.objects.visible().filter(source__in=public)
    return set(rows.values_list("source", "target"))
