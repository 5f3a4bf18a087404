"""What articles itself does when articles change: keep the search index true."""

from .models import Article
from .search import index_articles
from .signals import article_published, article_unpublished, articles_imported

BATCH = 500


def connect():
    for signal in (article_published, article_unpublished):
        signal.connect(index_one, sender=Article, dispatch_uid="articles.index_one")
    articles_imported.connect(index_many, sender=Article, dispatch_uid="articles.index_many")


def index_one(*, instance, **kwargs):
    index_articles([instance])


def index_many(*, ids, **kwargs):
    articles = Article.objects.filter(pk__in=ids).prefetch_related("topics", "questions")
    index_articles(articles.iterator(chunk_size=BATCH))
