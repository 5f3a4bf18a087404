"""What requests may ask for."""

from enum import StrEnum
from typing import Annotated

from django.conf import settings
from ninja import Field, Schema
from pydantic import AwareDatetime, BeforeValidator, field_validator

from ..views.search import LONGEST_QUERY
from .pagination import Paging, PagingByTime
from .representation import ALL

Language = StrEnum("Language", {code: code for code, _name in settings.LANGUAGES})
Language.__doc__ = "A language that the site publishes in."

ArticleField = StrEnum("ArticleField", {name: name for name in ALL})
ArticleField.__doc__ = "A field of an article."

Slug = Annotated[str, Field(pattern=r"^[-\w]+$", max_length=200)]
# Without control characters, which no text has and PostgreSQL refuses.
OneLine = Annotated[str, Field(pattern=r"^[^\x00-\x1f]*$")]


def _in_iso(value):
    # Pydantic would take a number, as seconds or milliseconds, which the document does not say.
    if not isinstance(value, str) or "T" not in value.upper():
        raise ValueError("Write the time as 2026-03-01T00:00:00Z.")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_in_iso)]


class InLanguage(Schema):
    language: Language = Field(
        Language(settings.LANGUAGE_CODE), description="The language of what is returned."
    )


class SparseFields(Schema):
    fields: list[ArticleField] = Field(
        [],
        description="The only fields wanted, with commas between them or one in each parameter; "
        "`id` and `url` always come.",
        examples=[["title", "summary"]],
    )

    @field_validator("fields", mode="before")
    @classmethod
    def _split(cls, values):
        return [name for value in values for name in value.split(",")]


class ArticleQuery(InLanguage, SparseFields):
    pass


class ArticlesQuery(ArticleQuery, PagingByTime):
    topic: Slug | None = Field(None, description="The slug of a topic.", examples=["sleep"])
    person: Slug | None = Field(None, description="The slug of an author.")
    changed_since: Moment | None = Field(
        None,
        description="Only what was published or updated at this time or later.",
        examples=["2026-03-01T00:00:00Z"],
    )


class SearchQuery(ArticleQuery, Paging):
    q: OneLine = Field(
        max_length=LONGEST_QUERY,
        description="Words that all must be in the article; the last may be unfinished.",
        examples=["leg cramps"],
    )
