"""The shapes of what is returned, with an example of each field. All addresses are absolute."""

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import create_model

Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]


class TopicLink(Schema):
    name: str = Field(examples=["Sleep"])
    slug: str = Field(examples=["sleep"])
    url: Url = Field(examples=["https://health.example.org/topics/sleep/"])


class PersonLink(Schema):
    name: str = Field(examples=["Leila Haddad"])
    slug: str = Field(examples=["leila-haddad"])
    credentials: str = Field(examples=["Family physician"])
    url: Url = Field(examples=["https://health.example.org/people/leila-haddad/"])


class Question(Schema):
    question: str = Field(examples=["Do leg cramps harm the muscle?"])
    answer_html: str = Field(examples=["<p>No. It may be sore for a day.</p>"])


class Reference(Schema):
    text: str = Field(examples=["Muscle Cramps. MedlinePlus."])
    url: str = Field(examples=["https://medlineplus.gov/musclecramps.html"])
    doi: str = Field(examples=["10.1186/1471-2105-8-423"])
    pmid: str = Field(examples=["17971238"])
    accessed: date | None


class PictureLink(Schema):
    url: Url = Field(
        description="A JPEG or PNG, at most 1200 pixels wide.",
        examples=["https://health.example.org/media/pictures/0f5ca2/1200.jpg"],
    )
    width: int = Field(examples=[1200])
    height: int = Field(examples=[750])
    card_url: Url = Field(
        description="A WebP for lists, 16 to 9, at most 640 pixels wide.",
        examples=["https://health.example.org/media/pictures/0f5ca2/card-50-50-640.webp"],
    )
    alternative_text: str = Field(
        description="What it shows; empty if it is decorative.", examples=["A hand pulls toes up."]
    )
    credit: str = Field(examples=["Drawing: Ann Okafor, CC BY 4.0"])


class ArticleLink(Schema):
    """What a link to an article needs."""

    id: str = Field(description="Stays the same for good.", examples=["demo:leg-cramps-at-night"])
    url: Url = Field(examples=["https://health.example.org/articles/leg-cramps-at-night/"])
    title: str = Field(examples=["Leg cramps at night"])
    summary: str = Field(examples=["Why calves cramp at night, and what helps."])
    language: str = Field(examples=["en"])
    minutes_to_read: int = Field(examples=[4])
    picture: PictureLink | None


class ArticleSummary(ArticleLink):
    """What a list of articles shows."""

    slug: str = Field(examples=["leg-cramps-at-night"])
    topics: list[TopicLink]
    published: datetime
    updated: datetime | None = Field(
        description="When the text last changed for readers; a typo is no change."
    )


class ArticleDetail(ArticleSummary):
    """What an article's page shows."""

    also_known_as: list[str] = Field(examples=[["Charley horse"]])
    key_facts: list[str] = Field(examples=[["Cramps are common and rarely a sign of disease."]])
    body_html: str = Field(
        description="Clean HTML: headings, paragraphs, lists, tables, links, pictures and care "
        "cards.",
        examples=["<h2>What helps</h2><p>Stretch the calf.</p>"],
    )
    questions: list[Question]
    references: list[Reference]
    authors: list[PersonLink]
    reviewed: date | None = Field(
        description="When a reviewer checked the present text; null if none did."
    )
    review_due: date | None
    reviewer: PersonLink | None
    translations: dict[str, Url] = Field(
        description="The address of the same article in other languages, by language.",
        examples=[{"es": "https://health.example.org/es/articles/calambres-nocturnos/"}],
    )


def _partial(name, schema, always):
    """Return `schema` with only the fields `always` required: any other may be left out."""
    optional = {
        field: (info.annotation, info.merge_field_infos(info, default=None))
        for field, info in schema.model_fields.items()
        if field not in always
    }
    return create_model(name, __base__=schema, **optional)


ALWAYS = ("id", "url")
PartialArticle = _partial("PartialArticle", ArticleDetail, ALWAYS)


class Page(Schema):
    next: Url | None = Field(description="The address of the next page; null on the last one.")


class ArticlePage(Page):
    items: list[PartialArticle]


class SearchResult(PartialArticle):
    passage_html: str = Field(
        description="The part of the text that answers best, the words found in `<mark>`.",
        examples=["A <mark>cramp</mark> in the calf wakes many people at night."],
    )


class SearchPage(Page):
    items: list[SearchResult]


class TopicDetail(TopicLink):
    description: str = Field(examples=["Falling asleep, staying asleep, and what gets in the way."])
    synonyms: list[str] = Field(examples=[["Insomnia"]])
    article_count: int = Field(description="How many public articles it has.", examples=[7])


class PersonDetail(PersonLink):
    biography_html: str = Field(examples=["<p>Writes about sleep and muscles.</p>"])


class TopicPage(Page):
    items: list[TopicDetail]


class PersonPage(Page):
    items: list[PersonDetail]
