"""Records into the database, many at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone

from ..links import index_links
from ..models import Article, ArticleTopic, Authorship, Question, Reference, Review
from ..search import index_articles
from .problems import Place
from .records import COLUMNS, ArticleRecord

# What a database may have against an article although it is valid: another process was faster.
_REFUSALS = (IntegrityError, DataError, ValidationError)


@dataclass(frozen=True, slots=True)
class Change:
    """A record to be stored; `article` and `before` are what is there, None for a new one."""

    place: Place
    record: ArticleRecord
    article: Article | None = None
    before: ArticleRecord | None = None

    def differs(self, content):
        """Return whether `content`, a function of a record, is not what it was."""
        return self.before is None or content(self.before) != content(self.record)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong to an article, made anew when what they say has changed."""

    model: type[models.Model]
    owner: str
    content: Callable
    rows: Callable


class Storage:
    def __init__(self, catalog, topics, people):
        self.catalog = catalog
        self.topics = topics
        self.people = people
        self._parts = [
            Part(
                ArticleTopic,
                "content_object",
                lambda record: (record.language, record.topics),
                self._topic_rows,
            ),
            Part(Authorship, "article", lambda record: record.authors, self._authorship_rows),
            Part(Question, "article", lambda record: record.questions, _question_rows),
            Part(Reference, "article", lambda record: record.references, _reference_rows),
        ]

    def store(self, changes):
        """Store `changes` in one transaction, or each that can be in its own.

        Yield a pair for each: the change, and its article or the exception that refused it.
        """
        try:
            with transaction.atomic():
                articles = self._write(changes)
        except _REFUSALS as refusal:
            # Topics and people made by this transaction are gone.
            self.topics.forget()
            self.people.forget()
            if len(changes) == 1:
                yield changes[0], refusal
            else:
                for change in changes:
                    yield from self.store([change])
        else:
            yield from zip(changes, articles, strict=True)

    def _write(self, changes):
        articles = [change.article or Article() for change in changes]
        for article, change in zip(articles, changes, strict=True):
            self._fill(article, change.record)
        written = list(zip(articles, changes, strict=True))
        # What is here first: it may leave a slug that a new article takes.
        for article, change in written:
            if change.before is not None:
                article.save()
        Article.objects.bulk_create([article for article in articles if article.pk is None])
        for part in self._parts:
            _replace(part, written)
        self._record_reviews(written)
        pks = [article.pk for article in articles]
        index_articles(Article.objects.filter(pk__in=pks).prefetch_related("topics", "questions"))
        index_links(articles)
        return articles

    def _fill(self, article, record):
        for key, column in COLUMNS.items():
            if key not in ("status", "published"):
                setattr(article, column, getattr(record, key))
        article.key_facts = list(record.key_facts)
        article.also_known_as = list(record.also_known_as)
        original = self.catalog.entries.get(record.translation_of)
        article.translation_of_id = original and original.pk
        article.picture_id = self.catalog.pictures.get(record.picture)
        if record.status == Article.Status.PUBLISHED:
            article.set_published(at=record.published)
        else:
            article.status = record.status
            article.published_at = record.published
            if article.first_public_at and article.first_public_at > timezone.now():
                article.first_public_at = None
        if record.reviewed is None:
            article.current_review = None

    def _record_reviews(self, written):
        reviewed = [
            (article, change)
            for article, change in written
            if change.record.reviewed
            and change.differs(lambda record: (record.reviewed, record.reviewer))
        ]
        for article, change in reviewed:
            reviewer = self.people.get(article.language, change.record.reviewer)
            details = {"reviewer": reviewer, "reviewed_on": change.record.reviewed}
            # A review that once stood may stand again; it is one review.
            known = change.before and article.reviews.filter(**details).first()
            article.current_review = known or Review(article=article, **details)
        articles = [article for article, _ in reviewed]
        reviews = [article.current_review for article in articles]
        Review.objects.bulk_create([review for review in reviews if review.pk is None])
        Article.objects.bulk_update(articles, ["current_review"])

    def _topic_rows(self, article, record):
        for name in record.topics:
            yield ArticleTopic(content_object=article, tag=self.topics.get(record.language, name))

    def _authorship_rows(self, article, record):
        for position, author in enumerate(record.authors):
            person = self.people.get(record.language, author)
            yield Authorship(article=article, position=position, person=person)


def _replace(part, written):
    changed = [(article, change) for article, change in written if change.differs(part.content)]
    stale = [article for article, change in changed if change.before is not None]
    if stale:
        part.model._default_manager.filter(**{f"{part.owner}__in": stale}).delete()
    rows = chain.from_iterable(part.rows(article, change.record) for article, change in changed)
    part.model._default_manager.bulk_create(rows)


def _question_rows(article, record):
    for position, question in enumerate(record.questions):
        yield Question(
            article=article,
            position=position,
            question=question.question,
            answer=question.answer_html,
        )


def _reference_rows(article, record):
    for position, reference in enumerate(record.references):
        yield Reference(
            article=article,
            position=position,
            text=reference.text,
            url=reference.url,
            doi=reference.doi,
            pmid=reference.pmid,
            accessed_on=reference.accessed,
        )
