"""The articles' part of the API that anyone may read."""

from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Path, Query, Router

from ..models import Article, Person, Topic
from ..search import add_passages, search
from ..templatetags.pages import marked
from ..topics import public_topics
from .pagination import Paging, best_first, in_order_of_keys, newest_first
from .parameters import ArticleQuery, ArticlesQuery, InLanguage, SearchQuery, Slug
from .representation import (
    ALL,
    IN_LISTS,
    describe_person,
    describe_topic,
    represent,
    with_fields,
)
from .schemas import (
    ArticlePage,
    PartialArticle,
    PersonDetail,
    PersonPage,
    SearchPage,
    TopicDetail,
    TopicPage,
)

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
        topics = Topic.objects.filter(language=query.language, slug=query.topic)
        articles = articles.filter(topic_items__tag__in=topics)
    if query.person is not None:
        articles = articles.filter(authorships__person__slug=query.person)
    if query.changed_since is not None:
        articles = articles.filter(
            Q(published_at__gte=query.changed_since) | Q(updated_at__gte=query.changed_since)
        )
    found, following = newest_first(request, with_fields(articles, names), query)
    return {"items": [represent(article, names) for article in found], "next": following}


@router.get(
    "/articles/{slug}",
    response=PartialArticle,
    exclude_unset=True,
    tags=["Articles"],
    summary="One article",
    url_name="article",
)
def get_article(request, slug: Path[Slug], query: Query[ArticleQuery]):
    """A former slug redirects to the present one."""
    names = query.fields or ALL
    public = with_fields(Article.objects.published().in_language(query.language), names)
    found = public.filter(slug=slug).first()
    return represent(found, names) if found else moved(request, "article", query.language, slug)


def moved(request, name, language, slug):
    """Return the way to the article that had `slug` before, or raise Http404."""
    found = Article.objects.published().formerly_at(language, slug).first()
    if found is None:
        raise Http404
    address = reverse(f"api-1:{name}", args=[found.slug])
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


@router.get(
    "/search",
    response=SearchPage,
    exclude_unset=True,
    tags=["Articles"],
    summary="Articles that have all of some words, the best first",
)
def search_articles(request, query: Query[SearchQuery]):
    names = query.fields or IN_LISTS
    answer = search(query.q, query.language)
    # Passages are taken from the whole text.
    results, following = best_first(request, with_fields(answer.articles, ALL), query)
    add_passages(results, answer.query, query.language)
    items = [
        {**represent(article, names), "passage_html": marked(article.passage)}
        for article in results
    ]
    return {"items": items, "next": following}


@router.get("/topics/", response=TopicPage, tags=["Topics"], summary="All topics, by name")
def list_topics(request, query: Query[InLanguage]):
    """All come on one page."""
    return {"items": [_with_facts(topic) for topic in public_topics(query.language)], "next": None}


@router.get("/topics/{slug}", response=TopicDetail, tags=["Topics"], summary="One topic")
def get_topic(request, slug: Path[Slug], query: Query[InLanguage]):
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


@router.get("/people/", response=PersonPage, tags=["People"], summary="Authors and reviewers")
def list_people(request, page: Query[Paging]):
    """All who wrote a public article, or whose review stands for one."""
    found, following = in_order_of_keys(request, public_people(), page)
    return {"items": [_with_biography(person) for person in found], "next": following}


@router.get("/people/{slug}", response=PersonDetail, tags=["People"], summary="One person")
def get_person(request, slug: Path[Slug]):
    return _with_biography(get_object_or_404(public_people(), slug=slug))


def _with_biography(person):
    return {**describe_person(person), "biography_html": person.biography}
