"""The articles' part of the API that takes a token: see `drafts` for what is done."""

from typing import Annotated

from django.db import transaction
from django.http import HttpResponse
from ninja import Field, Header, Path, Router, Schema
from ninja.errors import HttpError
from pydantic import ConfigDict

from ..models import APIToken, Article
from . import drafts
from .parameters import Language, Moment
from .tokens import Token, require

WRITE, PUBLISH = APIToken.Scope.WRITE, APIToken.Scope.PUBLISH
Identifier = Annotated[str, Field(min_length=1, max_length=200)]
IfMatch = Annotated[
    str | None,
    Header(None, alias="If-Match", description="The `ETag` of the draft as it was read."),
]

router = Router(tags=["Writing"], auth=Token())


class Part(Schema):
    model_config = ConfigDict(extra="forbid")


class PersonForm(Part):
    name: str = Field(max_length=200, examples=["Leila Haddad"])
    credentials: str = Field("", max_length=200, examples=["Family physician"])


class QuestionForm(Part):
    question: str = Field(examples=["Do leg cramps harm the muscle?"])
    answer_html: str = Field(examples=["<p>No. It may be sore for a day.</p>"])


class ReferenceForm(Part):
    text: str = Field(examples=["Muscle Cramps. MedlinePlus."])
    url: str = Field("", examples=["https://medlineplus.gov/musclecramps.html"])
    doi: str = Field("", examples=["10.1186/1471-2105-8-423"])
    pmid: str = Field("", examples=["17971238"])
    accessed: str = Field("", description="An ISO date.", examples=["2026-03-01"])


class ArticleForm(Part):
    """The "Article in JSON" of imports and exports. What is left out becomes empty."""

    id: Identifier = Field(examples=["clinic:leg-cramps"])
    title: str = Field(max_length=300, examples=["Leg cramps at night"])
    body_html: str = Field(examples=["<p>Stretch the calf.</p>"])
    slug: str = Field("", max_length=200, description="Made from the title if it is not given.")
    language: Language | None = None
    summary: str = ""
    topics: list[str] = Field([], examples=[["Sleep"]])
    key_facts: list[str] = []
    also_known_as: list[str] = []
    source_url: str = ""
    translation_of: str = Field("", description="The `id` of the original.")
    picture: str = Field(
        "", max_length=200, description="The key of a picture here; without one, it stays as it is."
    )
    picture_alternative_text: str = Field("", max_length=500)
    authors: list[PersonForm] = []
    questions: list[QuestionForm] = []
    references: list[ReferenceForm] = []
    published: str = Field("", description="An ISO date or time, for when it is published.")
    expires: str = Field("", description="An ISO date or time.")
    review_due: str = Field("", description="An ISO date.")


class Draft(Schema):
    status: Article.Status
    has_unpublished_changes: bool = Field(
        description="Whether readers see another text than this one."
    )
    article: ArticleForm


class Publication(Schema):
    significance: Article.Significance = Field(
        Article.Significance.MINOR,
        description="Of a published article: a `typo` changes no date, a `minor` change says "
        "that it was updated, a `major` one ends its medical review.",
    )
    change_note: str = Field("", max_length=300, description="What changed, for readers.")
    at: Moment | None = Field(None, description="When; at once if it is not given.")


@router.post(
    "/drafts/",
    response={201: Draft},
    exclude_unset=True,
    summary="Make a draft",
)
@transaction.atomic
def create_draft(request, body: ArticleForm, response: HttpResponse):
    """A new article that readers do not see. The `id` is yours to choose, and stays."""
    require(request.auth, WRITE, "add_article")
    article = drafts.create(request.auth, _plain(body))
    response.headers["Location"] = f"{request.path}{article.identifier}"
    return _answer(response, article)


@router.get("/drafts/{id}", response=Draft, exclude_unset=True, summary="Read a draft")
@transaction.atomic
def get_draft(request, id: Path[Identifier], response: HttpResponse):  # noqa: A002  (in the address)
    """An article of any status, with its unpublished changes if it has any."""
    require(request.auth, WRITE, "change_article")
    return _answer(response, drafts.find(id))


@router.put("/drafts/{id}", response=Draft, exclude_unset=True, summary="Change a draft")
@transaction.atomic
def change_draft(
    request,
    id: Path[Identifier],  # noqa: A002  (in the address)
    body: ArticleForm,
    if_match: IfMatch,
    response: HttpResponse,
):
    """Of a published article these are unpublished changes: readers see it as before."""
    require(request.auth, WRITE, "change_article")
    article = _matching(id, if_match)
    drafts.change(request.auth, article, _plain(body))
    return _answer(response, drafts.find(id))


@router.post("/drafts/{id}/publish", response=Draft, exclude_unset=True, summary="Publish a draft")
@transaction.atomic
def publish_draft(
    request,
    id: Path[Identifier],  # noqa: A002  (in the address)
    body: Publication,
    if_match: IfMatch,
    response: HttpResponse,
):
    """Readers see the draft from now on, or from `at` on."""
    require(request.auth, PUBLISH, "change_article", "publish_article")
    article = _matching(id, if_match)
    drafts.publish(request.auth, article, **body.model_dump())
    return _answer(response, drafts.find(id))


def _matching(identifier, if_match):
    """Return the article if it still is what the program read."""
    if if_match is None:
        raise HttpError(428, "Send the `ETag` of the draft as `If-Match`.")
    article = drafts.find(identifier)
    if if_match.strip() != drafts.described(article)[1]:
        raise HttpError(412, "The draft has changed since: read it again.")
    return article


def _answer(response, article):
    description, response.headers["ETag"] = drafts.described(article)
    response.headers["Cache-Control"] = "private, no-store"
    return description


def _plain(form):
    return form.model_dump(mode="json", exclude_unset=True, exclude_none=True)
