"""Search by the database's own full text. Nothing else in the project knows how."""

from importlib import import_module

from django.db import connection

from ..models import Article
from .text import MARK_END, MARK_START, words

__all__ = ["MARK_END", "MARK_START", "index_articles", "search"]


def search(text, language):
    """Return public articles in `language` that have every word of `text`, best first.

    The last word may be one that is still being typed. Endings, case and accents do not matter.
    Each article has a `passage`, plain text with `MARK_START` and `MARK_END` around the words
    found.
    """
    wanted = words(text)
    if not wanted:
        return Article.objects.none()
    public = Article.objects.published().in_language(language)
    return _engine().matches(public, wanted, language)


def index_articles(articles):
    """Write the index rows of `articles`, whose rows (topics, questions) are saved already."""
    _engine().write(articles)


def _engine():
    """Return the module that is named after the kind of database."""
    return import_module(f".{connection.vendor}", __name__)
