"""What changed since the lists of a language were last refreshed, read from the database."""

from dataclasses import dataclass
from functools import cached_property

from articles.models import Article

from .models import ArticleVector, Pin, RelatedArticle


def public_articles(language):
    """Return the public articles of `language` by id: for each, what it translates, or None."""
    articles = Article.objects.published().in_language(language).order_by("pk")
    return dict(articles.values_list("pk", "translation_of"))


@dataclass(frozen=True)
class Changes:
    """The public articles of a language against those that its lists were made of."""

    language: str
    # Public articles, and what each translates.
    translations: dict[int, int | None]
    # What was requested and whether it is fitted, of each article that has a vector.
    requested: dict[int, int]
    fitted: frozenset[int]
    # Public articles whose vector is that of their present text.
    current: frozenset[int]

    @classmethod
    def find(cls, language):
        translations = public_articles(language)
        vectors = ArticleVector.objects.in_language(language)
        rows = list(vectors.values_list("article_id", "requested", "built", "is_fitted"))
        return cls(
            language=language,
            translations=translations,
            requested={article_id: requested for article_id, requested, _, _ in rows},
            fitted=frozenset(article_id for article_id, _, _, is_fitted in rows if is_fitted),
            current=frozenset(
                article_id
                for article_id, requested, built, _ in rows
                if built >= requested and article_id in translations
            ),
        )

    @property
    def changed(self):
        """Public articles that are new or have another text than their vector."""
        return sorted(self.translations.keys() - self.current)

    @property
    def gone(self):
        """Articles that have a vector and are no longer public in this language."""
        return sorted(self.requested.keys() - self.translations.keys())

    @cached_property
    def holders(self):
        """Articles whose lists hold one that changed, is gone or was deleted, or will by a pin."""
        pins = Pin.objects.filter(target__in=self.changed)
        holders = {
            *self.holders_of([*self.changed, *self.gone]),
            *pins.values_list("source", flat=True),
        }
        deleted = RelatedArticle.objects.in_language(self.language).filter(target=None)
        return (holders | set(deleted.values_list("source", flat=True))) & self.translations.keys()

    def holders_of(self, article_ids):
        """Return the public articles whose lists hold any of `article_ids`."""
        rows = RelatedArticle.objects.in_language(self.language).filter(target__in=article_ids)
        return set(rows.values_list("source", flat=True)) & self.translations.keys()

    def __bool__(self):
        return bool(self.changed or self.gone or self.holders)

    def drift(self, n_documents):
        """Return how many articles came, changed or went since `n_documents` were counted."""
        as_counted = self.current & self.fitted
        return max(len(self.translations) - len(as_counted), n_documents - len(as_counted))
