"""What a valid record means here: what it leaves open is filled in, what clashes is refused."""

from dataclasses import replace
from datetime import UTC
from functools import partial

from django.utils import timezone

from ..models import Article
from .validation import InvalidRecordError

Status = Article.Status


class Resolver:
    """Makes records complete, so that equal to the stored one means unchanged."""

    def __init__(self, catalog, topics, *, default_status=""):
        self.catalog = catalog
        self.topics = topics
        self.default_status = default_status

    def resolve(self, record, before=None):
        """Return `record` complete, or raise `InvalidRecordError`; `before` is what is stored."""
        status, published = self._publication(record, before)
        relink = partial(self.catalog.relink, own_source=record.source_url)
        record = replace(
            record,
            slug=record.slug or self._slug(record, before),
            status=status,
            published=published,
            topics=self._topics(record),
            body_html=relink(record.body_html),
            **self._picture(record, before),
            questions=tuple(
                replace(question, answer_html=relink(question.answer_html))
                for question in record.questions
            ),
        )
        if problems := list(self._problems(record)):
            raise InvalidRecordError(problems)
        return record

    def _publication(self, record, before):
        status = record.status or self._status_not_given(record, before)
        published = record.published
        if published is None and not record.status and before and before.status == status:
            published = before.published
        if published is None and status == Status.PUBLISHED:
            published = (before and before.published) or timezone.now().astimezone(UTC)
        return status, published

    def _status_not_given(self, record, before):
        if before and before.status == Status.WITHDRAWN:
            # What an editor took from readers comes back only where the line itself says so.
            return Status.WITHDRAWN
        if self.default_status:
            return self.default_status
        if record.published:
            return Status.PUBLISHED
        return before.status if before else Status.DRAFT

    def _slug(self, record, before):
        if before and self.catalog.owner_of_slug(record.language, before.slug) in (None, record.id):
            return before.slug
        return self.catalog.free_slug(record.language, record.title)

    def _picture(self, record, before):
        """Keep the picture of before, unless the line names another one that is here.

        Most that write lines know nothing of pictures, which editors chose on the desk.
        """
        source = record if record.picture in self.catalog.pictures else before
        return {
            "picture": source.picture if source else "",
            "picture_alternative_text": source.picture_alternative_text if source else "",
        }

    def _topics(self, record):
        names = (self.topics.name_here(record.language, name) for name in record.topics)
        return tuple(sorted({name.casefold(): name for name in names}.values()))

    def _problems(self, record):
        owner = self.catalog.owner_of_slug(record.language, record.slug)
        if owner not in (None, record.id):
            yield "slug", f"is taken by the article {owner}"
        if record.expires and record.published and record.expires <= record.published:
            yield "expires", "must be after `published`"
        if record.translation_of:
            yield from self._translation_problems(record)

    def _translation_problems(self, record):
        original = self.catalog.entries[record.translation_of]
        if original.language == record.language:
            yield "translation_of", "is in the same language"
        rival = self.catalog.translation_of(record.translation_of, record.language)
        if rival not in (None, record.id):
            yield "translation_of", f"has a translation in this language, the article {rival}"
