"""The stored Read More lists, and what a refresh needs to know of the last full build."""

from typing import NamedTuple

import orjson
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article

from . import bulk
from .rules import PairQuerySet

# How many of a list readers see.
SHOWN = 4


class RelatedArticleQuerySet(PairQuerySet):
    def in_language(self, language):
        return self.filter(source__language=language)

    def insert(self, rows):
        bulk.insert(self.model, PackedPlace._fields, rows)


class PackedPlace(NamedTuple):
    """A place on a list as values of `RelatedArticle`'s fields of these names, to be inserted."""

    source: int
    target: int | None
    rank: int
    score: float
    reasons: str

    @classmethod
    def of(cls, place):
        source_id, target_id, rank, score, reasons = place
        return cls(source_id, target_id, rank, score, orjson.dumps(reasons).decode())


class RelatedArticle(models.Model):
    """A place in an article's Read More list."""

    source = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="related_items",
        verbose_name=_("source"),
        db_index=False,  # the constraints have one that begins with it
    )
    # A row whose target was deleted stays, as the sign that its list lost one and needs a refresh.
    target = models.ForeignKey(
        Article,
        on_delete=models.SET_NULL,
        null=True,
        related_name="related_from_items",
        verbose_name=_("target"),
    )
    rank = models.PositiveSmallIntegerField(_("rank"), help_text=_("From 1, the best."))
    score = models.FloatField(_("score"), help_text=_("From 0 to 1; 0 in a fallback."))
    reasons = models.JSONField(_("reasons"), help_text=_("A list of objects with a signal each."))

    objects = RelatedArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target"], name="related_source_target_unique"
            ),
            models.UniqueConstraint(fields=["source", "rank"], name="related_source_rank_unique"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="related_not_self"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="related_rank_from_1"),
        ]

    def __str__(self):
        return f"{self.source} → {self.target} ({self.rank})"


class CorpusQuerySet(models.QuerySet):
    def lock(self, language):
        """Return the corpus of `language`, for this transaction alone to change."""
        return self.select_for_update().get_or_create(language=language)[0]


class Corpus(models.Model):
    """The statistics of one language's articles at the last full build."""

    language = models.CharField(_("language"), max_length=10, unique=True)
    # Null until the first build.
    built_at = models.DateTimeField(_("built"), null=True)
    n_documents = models.PositiveIntegerField(_("articles"), default=0)
    mean_similarity = models.FloatField(_("mean similarity"), default=0)
    # The same by the weights on trial, if there are any.
    challenger_mean_similarity = models.FloatField(_("mean similarity on trial"), default=0)
    # Another number each time that lists are stored, so that a process knows whether what it
    # remembers of them is what is stored.
    tag = models.BigIntegerField(_("tag"), default=0)
    # The index's parameters: with others, vectors of before mean nothing.
    parameters = models.JSONField(_("parameters"), default=dict)
    # Pairs of articles with nearly the same text, and their cosine, the most similar first.
    near_duplicates = models.JSONField(_("near-duplicates"), default=list)

    objects = CorpusQuerySet.as_manager()

    class Meta:
        verbose_name = _("corpus")
        verbose_name_plural = _("corpora")

    def __str__(self):
        return self.language


class CorpusTerms(models.Model):
    """The statistics of a corpus that are one for each term.

    They are large and change only with a full build, and so are not in the row of the corpus, which
    each refresh writes anew.
    """

    corpus = models.OneToOneField(
        Corpus,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="terms",
        verbose_name=_("corpus"),
    )
    # Terms, surfaces and document frequencies, packed by `storage`.
    vocabulary = models.BinaryField(_("vocabulary"))
    # Terms by components of meaning, packed by `storage`.
    components = models.BinaryField(_("components"))

    class Meta:
        verbose_name = _("terms of a corpus")
        verbose_name_plural = _("terms of corpora")

    def __str__(self):
        return str(self.corpus)


class ArticleVectorQuerySet(models.QuerySet):
    def in_language(self, language):
        return self.filter(language=language)

    def mark_stale(self):
        return self.update(requested=F("requested") + 1)

    def request(self, article_ids):
        """Note that these articles changed; to be called in the transaction that changes them."""
        self.filter(article_id__in=article_ids).mark_stale()
        articles = Article.objects.published().filter(pk__in=article_ids)
        self.bulk_create(
            [
                ArticleVector(article_id=article_id, language=language, requested=1)
                for article_id, language in articles.values_list("pk", "language")
            ],
            ignore_conflicts=True,
        )


class ArticleVector(models.Model):
    """An article as the index sees it, under the statistics of its language's last full build.

    An article that moves to another language has two for a while: the one in the old language
    tells that language's next refresh that the article is gone.
    """

    # The row outlives its article until the next refresh, which must know what linked to it.
    article = models.ForeignKey(
        Article, on_delete=models.DO_NOTHING, db_constraint=False, related_name="vectors"
    )
    language = models.CharField(_("language"), max_length=10)
    # A change raises `requested`; what was worked into the lists is in `built`. A change that
    # commits while lists are built is not in `built`, and so is not lost.
    requested = models.PositiveBigIntegerField(_("changes requested"), default=0)
    built = models.PositiveBigIntegerField(_("changes built"), default=0)
    # Whether the statistics were taken from this very text.
    is_fitted = models.BooleanField(_("fitted"), default=False)
    # The terms' columns, 32-bit integers, and their weights, 16-bit ones in units of 1/4096.
    columns = models.BinaryField(_("columns"), default=bytes)
    weights = models.BinaryField(_("weights"), default=bytes)
    # The components of its meaning, 16-bit integers in the same units; the terms of its text in
    # order, as 32-bit numbers; its names, topics, links and addresses, as JSON.
    meaning = models.BinaryField(_("meaning"), default=bytes)
    tokens = models.BinaryField(_("tokens"), default=bytes)
    facts = models.BinaryField(_("facts"), default=bytes)
    # The corpus's tag when this was stored; 0 if nothing was yet.
    tag = models.BigIntegerField(_("tag"), default=0)
    # Another article with at least this score is, or would be, on this article's list.
    entry_score = models.FloatField(_("score to enter the list"), default=0)

    objects = ArticleVectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("article vector")
        verbose_name_plural = _("article vectors")
        constraints = [
            models.UniqueConstraint(fields=["language", "article"], name="article_vector_unique"),
        ]
        indexes = [
            # Few of many: what changed is found without reading all.
            models.Index(
                fields=["language"],
                condition=Q(built__lt=F("requested")),
                name="article_vector_stale_idx",
            ),
            models.Index(
                fields=["language"],
                condition=Q(is_fitted=False),
                name="article_vector_unfitted_idx",
            ),
        ]

    def __str__(self):
        return f"{self.article_id} ({self.language})"
