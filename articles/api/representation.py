"""From rows to the fields of the schemas."""

from django.conf import settings
from django.db.models import Prefetch

from .. import jsonld
from ..figures import fit_for_programs, pictures_in, show_figures
from ..html import parse_fragment, serialize_fragment
from ..models import Article, Authorship
from ..pictures.renditions import card, whole
from .schemas import ALWAYS, ArticleDetail, ArticleLink, ArticleSummary

CARD_WIDTH = 640
IN_LISTS = tuple(ArticleSummary.model_fields)
ALL = tuple(ArticleDetail.model_fields)


def with_fields(articles, names):
    """Return the queryset `articles` with the rows that `represent` reads for `names`."""
    if set(names) <= set(IN_LISTS):
        return articles.for_cards().prefetch_related("topics")
    public = Article.objects.published().only("slug", "language", "translation_of")
    return articles.select_related("current_review__reviewer", "picture").prefetch_related(
        "topics",
        "questions",
        "references",
        Prefetch("authorships", Authorship.objects.select_related("person")),
        Prefetch("translations", public, to_attr="public_translations"),
        Prefetch(
            "translation_of",
            public.prefetch_related(
                Prefetch("translations", public, to_attr="public_translations")
            ),
        ),
    )


def represent(article, names):
    """Return the fields `names` of `article`, and those that always come."""
    return {name: _FIELDS[name](article) for name in dict.fromkeys([*ALWAYS, *names])}


def describe_link(article):
    """Return what a link to `article` needs."""
    return represent(article, ArticleLink.model_fields)


def absolute(thing):
    """Return the whole address of an article, a topic or a person."""
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"


def describe_topic(topic):
    return {"name": topic.name, "slug": topic.slug, "url": absolute(topic)}


def describe_person(person):
    return {
        "name": person.name,
        "slug": person.slug,
        "credentials": person.credentials,
        "url": absolute(person),
    }


def _picture(article):
    picture = article.picture
    if picture is None:
        return None
    shown = whole(picture).fallback
    small = [one for one in card(picture).renditions if one.width <= CARD_WIDTH]
    return {
        "url": jsonld.absolute(shown.url),
        "width": shown.width,
        "height": shown.height,
        "card_url": jsonld.absolute(small[-1].url),
        "alternative_text": article.picture_words or "",
        "credit": picture.credit,
    }


def _body(article):
    """Return the text with its pictures as anybody can show them; as it is if it has none."""
    pictures = pictures_in(article.body)
    if not pictures:
        return article.body
    tree = parse_fragment(article.body)
    show_figures(tree, pictures, article.language)
    fit_for_programs(tree, absolute(article))
    return serialize_fragment(tree)


def _topics(article):
    topics = article.topics.all()
    return [describe_topic(topic) for topic in topics if topic.language == article.language]


def _questions(article):
    return [
        {"question": question.question, "answer_html": question.answer}
        for question in article.questions.all()
    ]


def _references(article):
    return [
        {
            "text": reference.text,
            "url": reference.url,
            "doi": reference.doi,
            "pmid": reference.pmid,
            "accessed": reference.accessed_on,
        }
        for reference in article.references.all()
    ]


def _authors(article):
    return [describe_person(authorship.person) for authorship in article.authorships.all()]


def _reviewer(article):
    review = article.current_review
    return describe_person(review.reviewer) if review else None


def _translations(article):
    original = article.translation_of
    family = [original, *original.public_translations] if original else article.public_translations
    return {other.language: absolute(other) for other in family if other != article}


_FIELDS = {
    "id": lambda article: article.identifier,
    "url": absolute,
    "title": lambda article: article.title,
    "slug": lambda article: article.slug,
    "language": lambda article: article.language,
    "summary": lambda article: article.summary,
    "topics": _topics,
    "minutes_to_read": lambda article: article.minutes,
    "picture": _picture,
    "published": lambda article: article.published_at,
    "updated": lambda article: article.updated_at,
    "also_known_as": lambda article: article.also_known_as,
    "key_facts": lambda article: article.key_facts,
    "body_html": _body,
    "questions": _questions,
    "references": _references,
    "authors": _authors,
    "reviewed": lambda article: article.dates.reviewed,
    "review_due": lambda article: article.dates.review_due,
    "reviewer": _reviewer,
    "translations": _translations,
}
