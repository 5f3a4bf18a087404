from django import template
from django.db.models import Exists, OuterRef

from articles.models import Article, ArticleTopic

from ..models.rules import is_barred

register = template.Library()


@register.inclusion_tag("recommendations/related_articles.html")
def related_articles(article, limit=4):
    """Show at most `limit` articles that are related to `article`, best first, with one query.

    {% load recommendations %}
    {% related_articles article limit=4 %}

    Only where no stored one may be seen, because none was built yet or all were withdrawn, a second
    query finds the newest articles, first those that share a topic with it.
    """
    public = Article.objects.published().in_language(article.language).for_cards()
    public = public.exclude(is_barred(article.pk, OuterRef("pk")))
    stored = public.filter(related_from_items__source=article)
    related = stored.order_by("related_from_items__rank")[:limit]
    return {"related_articles": list(related) or list(_newest(public, article)[:limit])}


def _newest(public, article):
    original = article.translation_of_id or article.pk
    topics = ArticleTopic.objects.filter(content_object=article).values("tag")
    on_topic = ArticleTopic.objects.filter(content_object=OuterRef("pk"), tag__in=topics)
    return (
        public.exclude(pk__in=[article.pk, original])
        .exclude(translation_of=original)
        .order_by(Exists(on_topic).desc(), "-published_at", "-pk")
    )
