"""The second look at links: a text may name an address whose article came after it."""

from django.db import transaction
from django.utils import timezone

from ..links import index_links
from ..models import Article, Question

BATCH = 250
_WEB_LINK = 'href="http'


def relink_stored_articles(catalog):
    """Let every link to the source of an article here lead to that article.

    Return the primary keys of the articles whose text changed.
    """
    bodies = Article.objects.values_list("pk", "body", "pk", "source_url")
    answers = Question.objects.values_list("pk", "answer", "article_id", "article__source_url")
    changed = set()
    for rows, column in ((bodies, "body"), (answers, "answer")):
        rows_with_links = rows.filter(**{f"{column}__icontains": _WEB_LINK})
        for batch in _batches(rows_with_links):
            with transaction.atomic():
                relinked = set(_relink(batch, rows.model, column, catalog))
                index_links(Article.objects.filter(pk__in=relinked).only("pk"))
            changed.update(relinked)
    return changed


def _batches(rows):
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1][0]


def _relink(batch, model, column, catalog):
    for pk, html, article_pk, source in batch:
        relinked = catalog.relink(html, own_source=source)
        # Only where no editor was faster.
        if relinked != html and model.objects.filter(pk=pk, **{column: html}).update(
            **{column: relinked}
        ):
            Article.objects.filter(pk=article_pk).update(saved_at=timezone.now())
            yield article_pk
