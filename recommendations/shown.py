"""What a Read More list shows to readers, wherever it stands: page, widget, API, feed or letter."""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef

from articles.models import Article, ArticleTopic

from .models import SHOWN, RelatedArticle
from .models.rules import is_barred


def related_to(article, limit=SHOWN):
    """Return at most `limit` public articles that are related to `article`, best first.

    Each has its `rank`, `score` and `reasons`, as `RelatedArticle` has them. It takes one query.
    Only where no stored one may be seen, because none was built yet or all were withdrawn, a second
    query finds the newest articles, first those that share a topic with it.
    """
    public = Article.objects.published().in_language(article.language).for_cards()
    public = public.exclude(is_barred(article.pk, OuterRef("pk")))
    stored = public.filter(related_from_items__source=article).annotate(
        rank=F("related_from_items__rank"),
        score=F("related_from_items__score"),
        reasons=F("related_from_items__reasons"),
    )
    return list(stored.order_by("rank")[:limit]) or _newest(public, article, limit)


def related_to_each(articles, limit=SHOWN):
    """Return by key of those of `articles` that have a stored list what links to it need.

    It takes one query for all.
    """
    rows = RelatedArticle.objects.filter(source__in=articles).visible().order_by("source", "rank")
    # Not of the source: `Article` fetches what is deferred one by one.
    needed = ("source_id", *(f"target__{name}" for name in ("title", "slug", "language")))
    found = defaultdict(list)
    for row in rows.select_related("target").only(*needed):
        if len(found[row.source_id]) < limit:
            found[row.source_id].append(row.target)
    return found


def _newest(public, article, limit):
    original = article.translation_of_id or article.pk
    topics = ArticleTopic.objects.filter(content_object=article).values("tag")
    on_topic = ArticleTopic.objects.filter(content_object=OuterRef("pk"), tag__in=topics)
    newest = (
        public.exclude(pk__in=[article.pk, original])
        .exclude(translation_of=original)
        .annotate(is_on_topic=Exists(on_topic))
        .order_by("-is_on_topic", "-published_at", "-pk")[:limit]
    )
    for rank, other in enumerate(newest, start=1):
        other.rank, other.score = rank, 0.0
        why = "same topic" if other.is_on_topic else "newest"
        other.reasons = [{"signal": "fallback", "why": why}]
    return list(newest)
