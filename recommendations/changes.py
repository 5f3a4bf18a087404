"""What changed since the lists of a language were last refreshed, read from the database."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from articles.models import Article

from .models import ArticleVector, Pin, RelatedArticle

# Rows of a number or two: fetched a hundred at a time, as usual, they take half as long again.
_MANY = 10_000


def public_articles(language):
    """Return the public articles of `language` by id: for each, what it translates, or None."""
    articles = Article.objects.published().in_language(language).order_by("pk")
    return dict(articles.values_list("pk", "translation_of").iterator(chunk_size=_MANY))


@dataclass(frozen=True)
class Changes:
    """The public articles of a language against those that its lists were made of."""

    language: str
    # Public articles, and what each translates.
    translations: dict[int, int | None]
    # Articles that have a vector.
    stored: frozenset[int]
    # Of each that changed since it was stored, what was requested.
    stale: dict[int, int]
    # Articles whose vector is not of a text that the statistics were taken from.
    unfitted: frozenset[int]

    @classmethod
    def find(cls, language):
        vectors = ArticleVector.objects.in_language(language)
        stale = vectors.filter(built__lt=F("requested"))
        return cls(
            language=language,
            translations=public_articles(language),
            stored=frozenset(
                vectors.values_list("article_id", flat=True).iterator(chunk_size=_MANY)
            ),
            stale=dict(stale.values_list("article_id", "requested")),
            unfitted=frozenset(
                vectors.filter(is_fitted=False).values_list("article_id", flat=True)
            ),
        )

    @cached_property
    def changed(self):
        """Public articles that are new or have another text than their vector."""
        public = self.translations.keys()
        return sorted((public - self.stored) | (public & self.stale.keys()))

    @cached_property
    def gone(self):
        """Articles that have a vector and are no longer public in this language."""
        return sorted(self.stored - self.translations.keys())

    @cached_property
    def holders(self):
        """Articles whose lists hold one that changed, is gone or was deleted, or will by a pin."""
        pins = Pin.objects.filter(target__in=self.changed)
        holders = {
            *self.holders_of([*self.changed, *self.gone]),
            *pins.values_list("source", flat=True),
        }
        deleted = RelatedArticle.objects.filter(target=None)
        return (holders | set(deleted.values_list("source", flat=True))) & self.translations.keys()

    def holders_of(self, article_ids):
        """Return the public articles whose lists hold any of `article_ids`."""
        if not article_ids:
            return set()
        # Of any language: to ask for one, the database reads all of its lists.
        rows = RelatedArticle.objects.filter(target__in=article_ids)
        return set(rows.values_list("source", flat=True)) & self.translations.keys()

    def __bool__(self):
        return bool(self.changed or self.gone or self.holders)

    def drift(self, n_documents):
        """Return how many articles came, changed or went since `n_documents` were counted."""
        n_current = len(self.translations) - len(self.changed)
        as_counted = n_current - len(
            self.unfitted.intersection(self.translations) - {*self.changed}
        )
        return max(len(self.translations) - as_counted, n_documents - as_counted)
