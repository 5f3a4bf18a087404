"""The topics of a language as a tree, and which of them readers see."""

from django.db.models import Count

from .models import Article, Topic
from .models.topic import ancestors


def topic_tree(language):
    """Return the topics of `language`, each tied to its `parent` and its `subtopics`."""
    topics = list(Topic.objects.filter(language=language))
    by_id = {topic.pk: topic for topic in topics}
    parents = [by_id.get(topic.parent_id) for topic in topics]
    for topic in topics:
        topic.parent, topic.subtopics = None, []
    for topic, parent in zip(topics, parents, strict=True):
        # Two editors who save at the same moment can close a circle; here it stays open.
        if parent and topic not in (parent, *ancestors(parent)):
            topic.parent = parent
            parent.subtopics.append(topic)
    return topics


def public_topics(language):
    """Return the topics that have public articles, or subtopics that have, by name.

    Each has its `article_count`, and as `subtopics` those of them that are public too.
    """
    topics = topic_tree(language)
    counts = count_articles(language)
    return [topic for topic in topics if is_public(topic, counts)]


def count_articles(language, topics=None):
    """Return how many public articles each topic has, or each of `topics`, by its id."""
    public = Article.objects.published().in_language(language)
    if topics is not None:
        public = public.filter(topic_items__tag__in=[topic.pk for topic in topics])
    # Counted from the articles' side: from the topics', SQLite takes ten times as long.
    return dict(public.values_list("topic_items__tag").annotate(Count("pk")).order_by())


def is_public(topic, counts):
    """Return whether readers see `topic`; note on it what of it they see."""
    topic.article_count = counts.get(topic.pk, 0)
    topic.subtopics = [subtopic for subtopic in topic.subtopics if is_public(subtopic, counts)]
    return bool(topic.article_count or topic.subtopics)


def with_descendants(topic):
    """Return `topic` and everything that is part of it."""
    family = [topic]
    for member in family:  # which grows on the way
        family.extend(member.subtopics)
    return family


def top_level(topics):
    return [topic for topic in topics if topic.parent is None]
