"""The articles' part of the API."""

from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router

from ..models import Article, Person, Topic
from ..views.topics import public_topics
from .pagination import newest_first
from .parameters import ArticleQuery, ArticlesQuery, InLanguage
from .representation import (
    ALL,
    IN_LISTS,
    describe_person,
    describe_topic,
    represent,
    with_fields,
)
from .schemas import ArticlePage, PartialArticle, PersonDetail, TopicDetail

router = Router()


@router.get(
    "/articles/",
    response=ArticlePage,
    exclude_unset=True,
    tags=["Articles"],
    summary="Articles, the newest first",
)
def list_articles(request, query: Query[ArticlesQuery]):
    names = query.fields or IN_LISTS
    articles = Article.objects.published().in_language(query.language)
    if query.topic is not None:
        articles = articles.filter(topic_items__tag__in=_topics(query))
    if query.person is not None:
        articles = articles.filter(authorships__person__slug=query.person)
    if query.changed_since is not None:
        articles = articles.filter(
            Q(published_at__gte=query.changed_since) | Q(updated_at__gte=query.changed_since)
        )
    found, following = newest_first(request, with_fields(articles, names), query)
    return {"items": [represent(article, names) for article in found], "next": following}


def _topics(query):
    return Topic.objects.filter(language=query.language, slug=query.topic)


@router.get(
    "/articles/{slug}",
    response=PartialArticle,
    exclude_unset=True,
    tags=["Articles"],
    summary="One article",
    url_name="article",
)
def get_article(request, slug: str, query: Query[ArticleQuery]):
    """A former slug redirects to the present one."""
    names = query.fields or ALL
    public = Article.objects.published()
    found = with_fields(public.in_language(query.language), names).filter(slug=slug).first()
    if found:
        return represent(found, names)
    moved = public.formerly_at(query.language, slug).first()
    if moved is None:
        raise Http404
    address = reverse("api-1:article", args=[moved.slug])
    return HttpResponsePermanentRedirect(f"{address}?{request.GET.urlencode()}")


@router.get("/topics/", response=list[TopicDetail], tags=["Topics"], summary="All topics, by name")
def list_topics(request, query: Query[InLanguage]):
    return [_with_facts(topic) for topic in public_topics(query.language)]


@router.get("/topics/{slug}", response=TopicDetail, tags=["Topics"], summary="One topic")
def get_topic(request, slug: str, query: Query[InLanguage]):
    """A topic without public articles is not there."""
    for topic in public_topics(query.language):
        if topic.slug == slug:
            return _with_facts(topic)
    raise Http404


def _with_facts(topic):
    return {
        **describe_topic(topic),
        "description": topic.description,
        "synonyms": topic.synonyms,
        "article_count": topic.article_count,
    }


def public_people():
    """Who wrote a public article, or reviewed one as it stands."""
    public = Article.objects.published()
    return Person.objects.filter(
        Q(pk__in=public.values("authors")) | Q(pk__in=public.values("current_review__reviewer"))
    )


@router.get(
    "/people/", response=list[PersonDetail], tags=["People"], summary="Authors and reviewers"
)
def list_people(request):
    """All who wrote a public article, or whose review stands for one."""
    return [_with_biography(person) for person in public_people()]


@router.get("/people/{slug}", response=PersonDetail, tags=["People"], summary="One person")
def get_person(request, slug: str):
    return _with_biography(get_object_or_404(public_people(), slug=slug))


def _with_biography(person):
    return {**describe_person(person), "biography_html": person.biography}
