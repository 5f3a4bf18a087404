"""What articles itself does when something changes: keep its indexes and files true."""

from functools import partial
from itertools import batched

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from .links import index_links
from .models import Article, Picture, Topic
from .pictures.files import delete_files
from .search import index_articles, index_topics
from .signals import article_published, article_unpublished

BATCH = 1000


def connect():
    # `articles_imported` is not among them: an import writes both indexes with its batches.
    for signal in (article_published, article_unpublished):
        signal.connect(index_one, sender=Article, dispatch_uid="articles.index_one")
    pre_save.connect(note_change, sender=Topic, dispatch_uid="articles.note_change")
    post_save.connect(index_topic, sender=Topic, dispatch_uid="articles.index_topic")
    pre_delete.connect(note_articles, sender=Topic, dispatch_uid="articles.note_articles")
    post_delete.connect(index_noted, sender=Topic, dispatch_uid="articles.index_noted")
    post_delete.connect(delete_its_files, sender=Picture, dispatch_uid="articles.delete_files")


def index_one(*, instance, **kwargs):
    index_articles([instance])
    index_links([instance])


def note_change(*, instance, **kwargs):
    """Note whether a topic will be called otherwise than it was."""
    called = Topic.objects.filter(pk=instance.pk).values_list("name", "synonyms").first()
    instance.is_renamed = called not in (None, (instance.name, instance.synonyms))


def index_topic(*, instance, **kwargs):
    """Let the articles of a topic be found by what it is called now."""
    if instance.is_renamed:
        _index(_articles_of(instance))


def note_articles(*, instance, **kwargs):
    instance.articles_to_index = _articles_of(instance)


def index_noted(*, instance, **kwargs):
    _index(instance.articles_to_index)


def delete_its_files(*, instance, **kwargs):
    transaction.on_commit(partial(delete_files, instance.key))


def _articles_of(topic):
    return list(topic.article_items.values_list("content_object", flat=True))


def _index(pks):
    for some in batched(pks, BATCH):
        articles = Article.objects.filter(pk__in=some, search_entry__isnull=False)
        index_topics(articles.only("language").prefetch_related("topics"))
