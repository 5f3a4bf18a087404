"""What requests may ask for."""

from enum import StrEnum

from django.conf import settings
from ninja import Field, Schema
from pydantic import AwareDatetime, field_validator

from .pagination import Paging
from .representation import ALL

Language = StrEnum("Language", {code: code for code, _name in settings.LANGUAGES})
Language.__doc__ = "A language that the site publishes in."

ArticleField = StrEnum("ArticleField", {name: name for name in ALL})
ArticleField.__doc__ = "A field of an article."


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


class ArticlesQuery(ArticleQuery, Paging):
    topic: str | None = Field(None, description="The slug of a topic.")
    person: str | None = Field(None, description="The slug of an author.")
    changed_since: AwareDatetime | None = Field(
        None, description="Only what was published or updated at this time or later."
    )
