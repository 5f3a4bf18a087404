"""New articles with the text of others."""

from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Article, Revision
from .content import apply, content_of
from .recording import record

# What makes an article itself, and when it is seen: a copy has its own.
_OWN = {
    "slug": "",
    "translation_of": None,
    "source_url": "",
    "published_at": None,
    "expires_at": None,
    "review_due_on": None,
}
LONGEST_TITLE = Article._meta.get_field("title").max_length


def duplicate(article, *, by):
    """Return a draft with the text of `article`, with its unpublished changes, and all its rows."""
    title = _("%s (copy)") % _content(article)["title"]
    return _make(article, by, title=title[:LONGEST_TITLE], language=article.language)


def translate(article, language, *, by):
    """Return the article in another language, and whether it is new.

    A new one is a draft that has the text of `article` still, to be translated.
    """
    original = article.translation_of or article
    versions = Article.objects.filter(Q(pk=original.pk) | Q(translation_of=original))
    if there := versions.filter(language=language).first():
        return there, False
    title = _content(article)["title"]
    return _make(article, by, title=title, language=language, translation_of=original.pk), True


def _content(article):
    return article.draft.content if article.draft else content_of(article)


def _make(article, by, **fields):
    content = _content(article) | _OWN | fields
    copy = Article(title=content["title"], language=content["language"], owner=by)
    copy.save()
    apply(content | {"slug": copy.slug}, copy)
    copy.announce()
    record(copy, Revision.Event.SAVED, by=by)
    return copy
