"""What articles itself does when articles change: keep the search index true."""

from .models import Article
from .search import index_articles
from .signals import article_published, article_unpublished


def connect():
    # `articles_imported` is not among them: an import writes the index with each of its batches.
    for signal in (article_published, article_unpublished):
        signal.connect(index_one, sender=Article, dispatch_uid="articles.index_one")


def index_one(*, instance, **kwargs):
    index_articles([instance])
