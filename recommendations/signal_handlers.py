"""What Read More does when articles change: note it, and refresh after the commit."""

from functools import partial
from itertools import batched

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete

from articles.models import Article
from articles.signals import (
    article_published,
    article_unpublished,
    articles_imported,
    clock_passed,
)

from .models import ArticleVector, Corpus, Exclusion, NeverRecommended, Pin
from .tasks import refresh

BATCH = 500


def connect():
    for signal in (article_published, article_unpublished):
        signal.connect(on_change, sender=Article, dispatch_uid="recommendations.on_change")
    articles_imported.connect(on_import, sender=Article, dispatch_uid="recommendations.on_import")
    clock_passed.connect(on_clock, sender=Article, dispatch_uid="recommendations.on_clock")
    pre_delete.connect(before_delete, sender=Article, dispatch_uid="recommendations.before_delete")
    post_delete.connect(on_delete, sender=Article, dispatch_uid="recommendations.on_delete")
    for rule in (Pin, Exclusion, NeverRecommended):
        for signal in (post_save, post_delete):
            signal.connect(on_rule, sender=rule, dispatch_uid=f"recommendations.{rule.__name__}")


def on_change(*, instance, **kwargs):
    on_import(ids=[instance.pk])


def on_import(*, ids, **kwargs):
    languages = set()
    for some in batched(ids, BATCH):
        ArticleVector.objects.request(some)
        # The language that an article was in before, too.
        vectors = ArticleVector.objects.filter(article_id__in=some)
        languages.update(vectors.values_list("language", flat=True).distinct())
    refresh_on_commit(languages)


def on_clock(*, ids, **kwargs):
    # Their texts are what they were: a refresh sees by itself who is public now.
    languages = set()
    for some in batched(ids, BATCH):
        articles = Article.objects.filter(pk__in=some)
        languages.update(articles.values_list("language", flat=True).distinct())
    refresh_on_commit(languages)


def before_delete(*, instance, **kwargs):
    # Wait for a worker that is storing lists, before anything is locked that it may need: the lists
    # it stores with the article on them must lose it, too.
    Corpus.objects.lock(instance.language)


def on_delete(*, instance, **kwargs):
    refresh_on_commit({instance.language})


def on_rule(*, instance, **kwargs):
    # An article without a vector is stale already, or its deletion took the rule with it.
    vectors = ArticleVector.objects.filter(article_id__in=instance.stale)
    vectors.mark_stale()
    refresh_on_commit(set(vectors.values_list("language", flat=True)))


def refresh_on_commit(languages):
    # robust: what fails here is logged, and must not fail the editor who saved an article.
    transaction.on_commit(partial(refresh.enqueue, sorted(languages)), robust=True)
