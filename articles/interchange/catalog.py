"""What an import has to know of all articles, those here and those it brings: names, no texts."""

from dataclasses import dataclass
from functools import lru_cache

from ..models import Article, Picture, article_path
from ..models.article import SLUG_LENGTH
from ..slugs import numbered, slug_base
from .links import address_key, relink


@dataclass(frozen=True, slots=True)
class Entry:
    pk: int
    language: str
    slug: str


@lru_cache(maxsize=5000)
def _path(language, slug):
    return article_path(language, slug)


class Catalog:
    """Identifiers, slugs, translations, source addresses, pictures, by what they are found by."""

    def __init__(self):
        self.entries = {}
        self.pictures = dict(Picture.objects.values_list("key", "pk"))
        self._slug_owners = {}
        self._slugs_to_try = {}
        self._translations = {}
        self._source_owners = {}
        columns = ("pk", "identifier", "language", "slug", "source_url")
        # The oldest of several articles from one address answers for it, in every run.
        articles = Article.objects.order_by("pk")
        rows = articles.values_list(*columns, "translation_of__identifier").iterator()
        for pk, identifier, language, slug, source_url, original in rows:
            self._reserve(identifier, language, slug, original)
            self._enter(pk, identifier, language, slug, source_url)

    def reserve(self, record, before=None):
        """Keep for `record` what only one article may have, and free what it had as `before`."""
        if before is not None:
            self._free(before.language, before.slug, before.translation_of)
        self._reserve(record.id, record.language, record.slug, record.translation_of)

    def release(self, record, before=None):
        """Undo `reserve`, because the record could not be stored."""
        self._free(record.language, record.slug, record.translation_of)
        if before is not None:
            self._reserve(before.id, before.language, before.slug, before.translation_of)

    def enter(self, pk, record):
        """Take note that `record` is stored."""
        self._enter(pk, record.id, record.language, record.slug, record.source_url)

    def owner_of_slug(self, language, slug):
        return self._slug_owners.get((language, slug))

    def translation_of(self, original, language):
        return self._translations.get((original, language))

    def free_slug(self, language, title):
        base = slug_base(title, max_length=SLUG_LENGTH, fallback="article")
        # The same iterator for all equal titles: each goes on where the last one stopped.
        slugs = self._slugs_to_try.setdefault((language, base), numbered(base, SLUG_LENGTH))
        return next(slug for slug in slugs if (language, slug) not in self._slug_owners)

    def relink(self, html, *, own_source):
        """Return cleaned `html` whose links to the sources of articles here lead to those.

        Not its own source: an article may credit that.
        """
        own_key = address_key(own_source)
        return relink(html, lambda key: None if key == own_key else self._path(key))

    def _path(self, key):
        entry = self.entries.get(self._source_owners.get(key))
        return entry and _path(entry.language, entry.slug)

    def _reserve(self, identifier, language, slug, original):
        self._slug_owners[language, slug] = identifier
        if original:
            self._translations[original, language] = identifier

    def _free(self, language, slug, original):
        self._slug_owners.pop((language, slug), None)
        self._translations.pop((original, language), None)

    def _enter(self, pk, identifier, language, slug, source_url):
        self.entries[identifier] = Entry(pk, language, slug)
        if source_url:
            self._source_owners.setdefault(address_key(source_url), identifier)
