"""Read More's part of the API."""

from typing import Annotated, Literal

from django.utils import translation
from ninja import Field, Path, Query, Router, Schema

from articles.api.parameters import InLanguage, Slug
from articles.api.representation import describe_link
from articles.api.routes import moved
from articles.api.schemas import ArticleLink
from articles.api.throttling import PerAddress, any_request
from articles.models import Article

from .models import SHOWN
from .shown import related_to
from .wording import in_words

MOST_RELATED = 10
LONGEST_TEXT = 200_000

router = Router(tags=["Read More"])


class RelatedQuery(InLanguage):
    limit: int = Field(SHOWN, ge=1, le=MOST_RELATED, description="How many at most.")
    reasons: bool = Field(False, description="Whether to say why each is related.")


class Term(Schema):
    term: str = Field(examples=["cramp"])
    contribution: float = Field(description="What it gives to the score.", examples=[0.031])


class Reason(Schema):
    """What one signal gives to the score, and by what."""

    signal: Literal["text", "meaning", "mention", "link", "topic", "pin", "fallback"]
    score: float = Field(description="Its part of the score.", examples=[0.18])
    terms: list[Term] = Field([], description="text: words that both have, the weightiest first.")
    names: list[str] = Field([], description="mention: names of one in the other.")
    links: list[str] = Field(
        [], description="link: `to` it, `from` it, or `shared` with the same pages."
    )
    topics: list[str] = Field([], description="topic: the topics of both.", examples=[["Muscles"]])
    why: str = Field("", description="fallback: `same topic` or `newest`.")


class RelatedArticle(ArticleLink):
    rank: int = Field(description="From 1, the best.", examples=[1])
    score: Annotated[float, Field(ge=0, le=1)] = Field(
        description="From 0 to 1; 0 for an editor's pick and for a fallback.", examples=[0.41]
    )
    reasons: list[Reason] | None = Field(None, description="The strongest first; if asked for.")
    in_words: list[str] | None = Field(
        None,
        description="The same as sentences, without what hardly matters; if asked for.",
        examples=[["Shares the words cramp, calf, muscle"]],
    )


class RelatedArticles(Schema):
    items: list[RelatedArticle]


@router.get(
    "/articles/{slug}/related",
    response=RelatedArticles,
    exclude_unset=True,
    summary="What Read More shows under an article",
    url_name="related",
)
def get_related(request, slug: Path[Slug], query: Query[RelatedQuery]):
    """The list on the article's own page, the best first. A former slug redirects."""
    public = Article.objects.published().in_language(query.language)
    article = public.only("language", "translation_of").filter(slug=slug).first()
    if article is None:
        return moved(request, "related", query.language, slug)
    return {"items": represent(related_to(article, limit=query.limit), query)}


class Text(InLanguage):
    text: str = Field(
        min_length=1,
        max_length=LONGEST_TEXT,
        description="Any text, as plain text or as HTML. It is not stored.",
        examples=["Many people wake up at night with a cramp in the calf."],
    )
    format: Literal["text", "html"] = "text"
    title: str = Field("", max_length=300, examples=["Cramps at night"])
    limit: int = Field(SHOWN, ge=1, le=MOST_RELATED, description="How many at most.")
    reasons: bool = Field(False, description="Whether to say why each is related.")


@router.post(
    "/related",
    response=RelatedArticles,
    exclude_unset=True,
    summary="Articles that are related to any text",
    throttle=[any_request, PerAddress("API_TEXTS_A_MINUTE")],
)
def find_related(request, body: Text):
    """Articles of ours for a page of yours. The text is read, and forgotten."""
    # What compares texts loads NumPy, which a process that is never asked to need not have.
    from .matching import related_to_text  # noqa: PLC0415

    return {"items": represent(related_to_text(body, limit=body.limit), body)}


def represent(related, query):
    """Return what the API says of related articles, each with its rank, score and reasons."""
    return [
        {
            **describe_link(article),
            "rank": article.rank,
            "score": article.score,
            **(_reasons(article, query.language) if query.reasons else {}),
        }
        for article in related
    ]


def _reasons(article, language):
    with translation.override(language):
        sentences = in_words(article.reasons)
    return {
        "reasons": [{"score": 0.0, **reason} for reason in article.reasons],
        "in_words": sentences,
    }
