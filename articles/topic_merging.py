"""Two topics become one."""

from dataclasses import dataclass
from itertools import batched

from django.db import transaction

from .models import Article, ArticleTopic, Feature, FormerTopicSlug, MergedTopic, Topic
from .models.topic import ancestors
from .search import index_topics
from .signals import articles_imported

_BATCH = 1000
# So many articles are named; the rest is counted.
NAMED = 20


@dataclass(frozen=True)
class Moving:
    """What leaves a topic when it is merged into another."""

    topic: Topic
    articles: list[Article]
    article_count: int
    subtopics: list[Topic]
    features: list[Feature]

    @property
    def more_articles(self):
        return self.article_count - len(self.articles)


def what_moves(topic):
    articles = Article.objects.filter(topic_items__tag=topic).order_by("title", "pk")
    return Moving(
        topic=topic,
        articles=list(articles.for_cards()[:NAMED]),
        article_count=articles.count(),
        subtopics=list(topic.children.all()),
        features=list(Feature.objects.filter(topic=topic).select_related("article")),
    )


@transaction.atomic
def merge(topic, into):
    """Let `into` have all that `topic` has, its name as a synonym and its address; delete `topic`.

    Revisions and drafts that have `topic` have `into` from now on.
    """
    list(Topic.objects.select_for_update().filter(pk__in=[topic.pk, into.pk]).order_by("pk"))
    moved = list(ArticleTopic.objects.filter(tag=topic).values_list("content_object", flat=True))
    _hand_over(ArticleTopic.objects.filter(tag=topic), "content_object", tag=into)
    _hand_over(Feature.objects.filter(topic=topic), "article", topic=into)
    _move_subtopics(topic, into)
    FormerTopicSlug.objects.filter(topic=topic).update(topic=into)
    MergedTopic.objects.filter(topic=topic).update(topic=into)
    MergedTopic.objects.create(former_pk=topic.pk, topic=into)
    address = {"language": topic.language, "slug": topic.slug}
    names = [*into.synonyms, topic.name, *topic.synonyms]
    into.synonyms = [name for name in dict.fromkeys(names) if name != into.name]
    into.description = into.description or topic.description
    topic.delete()
    into.save()
    FormerTopicSlug.record_move(into, **address)
    for some in batched(moved, _BATCH):
        articles = Article.objects.filter(pk__in=some, search_entry__isnull=False)
        index_topics(articles.only("language").prefetch_related("topics"))
    articles_imported.send(sender=Article, ids=moved)


def _hand_over(rows, key, **owner):
    """Give `rows` to the `owner`, but for those of which it has the like."""
    has = rows.model._default_manager.filter(**owner).values(key)
    rows.exclude(**{f"{key}__in": list(has.values_list(key, flat=True))}).update(**owner)
    rows.delete()


def _move_subtopics(topic, into):
    """Put what is part of `topic` below `into`; what `into` itself is part of takes its place."""
    above = {one.pk for one in (into, *ancestors(into))}
    for child in topic.children.all():
        parent = topic.parent_id if child.pk in above else into.pk
        Topic.objects.filter(pk=child.pk).update(parent=parent)
    into.refresh_from_db(fields=["parent"])
