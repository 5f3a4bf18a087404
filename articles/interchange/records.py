"""What one article is in any format: the names of the fields are the keys of the JSON form."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class PersonRecord:
    name: str
    credentials: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    question: str
    answer_html: str


@dataclass(frozen=True, slots=True)
class ReferenceRecord:
    text: str
    url: str = ""
    doi: str = ""
    pmid: str = ""
    accessed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """One article with all that belongs to it. Two equal records are the same content."""

    id: str
    title: str
    slug: str = ""
    language: str
    status: str = ""
    summary: str = ""
    body_html: str
    topics: tuple[str, ...] = ()
    key_facts: tuple[str, ...] = ()
    also_known_as: tuple[str, ...] = ()
    source_url: str = ""
    translation_of: str = ""
    # The key of a picture of the library: its files are not in an export.
    picture: str = ""
    picture_alternative_text: str = ""
    authors: tuple[PersonRecord, ...] = ()
    questions: tuple[QuestionRecord, ...] = ()
    references: tuple[ReferenceRecord, ...] = ()
    published: datetime | None = None
    expires: datetime | None = None
    updated: datetime | None = None
    change_note: str = ""
    reviewed: date | None = None
    review_due: date | None = None
    reviewer: PersonRecord | None = None


# The fields of `ArticleRecord` that are columns of `Article`, and the columns' names.
COLUMNS = {
    "id": "identifier",
    "title": "title",
    "slug": "slug",
    "language": "language",
    "status": "status",
    "summary": "summary",
    "body_html": "body",
    "source_url": "source_url",
    "picture_alternative_text": "picture_alternative_text",
    "published": "published_at",
    "expires": "expires_at",
    "updated": "updated_at",
    "change_note": "change_note",
    "review_due": "review_due_on",
}
_ALWAYS_WRITTEN = frozenset(["id", "title", "body_html"])


def with_parts(articles):
    """Return the queryset `articles` with all that `as_record` reads."""
    return articles.select_related(
        "translation_of", "picture", "current_review__reviewer"
    ).prefetch_related("topics", "authorships__person", "questions", "references")


def as_record(article):
    """Return an article of the database as a record; see `with_parts`."""
    review = article.current_review
    return ArticleRecord(
        **{key: getattr(article, column) for key, column in COLUMNS.items()},
        topics=tuple(sorted(topic.name for topic in article.topics.all())),
        key_facts=tuple(article.key_facts),
        also_known_as=tuple(article.also_known_as),
        translation_of=article.translation_of.identifier if article.translation_of else "",
        picture=article.picture.key if article.picture else "",
        authors=tuple(_person(authorship.person) for authorship in article.authorships.all()),
        questions=tuple(
            QuestionRecord(question.question, question.answer)
            for question in article.questions.all()
        ),
        references=tuple(
            ReferenceRecord(
                reference.text, reference.url, reference.doi, reference.pmid, reference.accessed_on
            )
            for reference in article.references.all()
        ),
        reviewed=review.reviewed_on if review else None,
        reviewer=_person(review.reviewer) if review else None,
    )


def _person(person):
    return PersonRecord(person.name, person.credentials)


def as_plain(value):
    """Return a record as dicts, lists and strings, without the keys that have no value.

    Times are in UTC, so that the same content gives the same text whatever the site's time zone.
    """
    if is_dataclass(value):
        values = {field.name: getattr(value, field.name) for field in fields(value)}
        return {
            key: as_plain(value)
            for key, value in values.items()
            if value not in ("", None, ()) or key in _ALWAYS_WRITTEN
        }
    if isinstance(value, tuple):
        return [as_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
