"""From a dict that anyone may have written to a record, as far as that needs no database."""

from django.db import models

from ..models import Article, Person, Question, Reference, Topic
from .records import ArticleRecord, PersonRecord, QuestionRecord, ReferenceRecord
from .values import Values

_ANY_LINE = models.CharField()


class InvalidRecordError(Exception):
    """What was given is no article; `problems` are pairs of field and message."""

    def __init__(self, problems):
        super().__init__(problems)
        self.problems = problems


def validate(raw):
    """Return the record that `raw` describes, or raise `InvalidRecordError` with all its faults.

    Status and slug stay empty where they are not given: they depend on what is here already.
    """
    values = Values(raw, ArticleRecord, Article)
    reviewer = values.one("reviewer", PersonRecord, Person)
    record = ArticleRecord(
        id=values.text("id", "identifier", required=True),
        title=values.text("title", required=True),
        slug=values.text("slug"),
        language=values.text("language") or Article._meta.get_field("language").get_default(),
        status=values.text("status"),
        summary=values.text("summary"),
        body_html=values.html("body_html", "body"),
        topics=tuple(dict.fromkeys(values.texts("topics", Topic._meta.get_field("name")))),
        key_facts=values.texts("key_facts", _ANY_LINE),
        also_known_as=values.texts("also_known_as", _ANY_LINE),
        source_url=values.text("source_url"),
        translation_of=values.text("translation_of", "identifier"),
        picture=values.text("picture", "identifier"),
        picture_alternative_text=values.text("picture_alternative_text"),
        authors=_authors(values),
        questions=tuple(
            _question(question) for question in values.many("questions", QuestionRecord, Question)
        ),
        references=tuple(
            _reference(reference)
            for reference in values.many("references", ReferenceRecord, Reference)
        ),
        published=values.moment("published"),
        expires=values.moment("expires"),
        updated=values.moment("updated"),
        change_note=values.text("change_note"),
        reviewed=values.day("reviewed"),
        review_due=values.day("review_due"),
        reviewer=_person(reviewer) if reviewer else None,
    )
    _check_as_a_whole(record, values)
    if values.problems:
        raise InvalidRecordError(values.problems)
    return record


def _authors(values):
    authors = [_person(author) for author in values.many("authors", PersonRecord, Person)]
    return tuple(dict.fromkeys(authors))


def _person(values):
    return PersonRecord(values.text("name", required=True), values.text("credentials"))


def _question(values):
    answer = values.html("answer_html", "answer")
    if values.raw.get("answer_html") == "":
        values.refuse("answer_html", "is empty")
    return QuestionRecord(values.text("question", required=True), answer)


def _reference(values):
    return ReferenceRecord(
        text=values.text("text", required=True),
        url=values.text("url"),
        doi=values.text("doi"),
        pmid=values.text("pmid"),
        accessed=values.day("accessed"),
    )


def _check_as_a_whole(record, values):
    # A model field that forms do not show checks no choices.
    if record.status and record.status not in Article.Status.values:
        values.refuse("status", f"must be one of: {', '.join(Article.Status.values)}")
    # An editor's unfinished draft comes back; anything else without a text is a mistake.
    if values.raw.get("body_html") == "" and record.status != Article.Status.DRAFT:
        values.refuse("body_html", "is empty")
    if record.reviewed and not values.raw.get("reviewer"):
        values.refuse("reviewer", "is missing: `reviewed` needs it")
    if record.reviewer and not values.raw.get("reviewed"):
        values.refuse("reviewed", "is missing: `reviewer` needs it")
    if record.translation_of and record.translation_of == record.id:
        values.refuse("translation_of", "is the article itself")
