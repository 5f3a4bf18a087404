"""Articles to link to, for what an editor is typing in the dialog for links."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.urls import path
from django.utils.translation import gettext as _

from ..models import Article
from ..search import search, suggest

MOST = 8
SHORTEST = 2
LONGEST = 200


@dataclass(frozen=True)
class Found:
    article: Article
    is_public: bool
    name: str = ""  # by which it was found, if that is not its title

    def as_json(self):
        article = self.article
        return {
            "title": article.title,
            "name": self.name,
            "url": article.get_absolute_url(),
            "state": "" if self.is_public else _("not public"),
        }


class LinkSearchMixin:
    """For the admin of articles: the JSON that the dialog for links asks for."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.link_search)
        return [path("link-search/", view, name="article-link-search"), *super().get_urls()]

    def link_search(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        text = request.GET.get("q", "").strip()[:LONGEST]
        language = request.GET.get("language")
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        found = find_articles(text, language) if len(text) >= SHORTEST else []
        return JsonResponse({"results": [one.as_json() for one in found]})


def find_articles(text, language):
    """Return what `text` may mean, each article once: an address, the begin of a name, words.

    Of what is not public as many as of what is, so that a draft is found beside its namesakes.
    """
    if "/" in text:
        return [Found(article, article.is_public) for article in _at(text, language)]
    public = [
        Found(suggestion.article, True, _unless_title(suggestion))
        for suggestion in suggest(text, language)
    ]
    known = [found.article.pk for found in public]
    by_text = search(text, language).articles.exclude(pk__in=known)[: MOST - len(known)]
    public += [Found(article, True) for article in by_text]
    return [*public, *(Found(article, False) for article in _not_public(text, language))]


def _unless_title(suggestion):
    return "" if suggestion.name == suggestion.article.title else suggestion.name


def _not_public(text, language):
    others = Article.objects.in_language(language).exclude(pk__in=Article.objects.published())
    for word in text.split():
        others = others.filter(Q(title__icontains=word) | Q(also_known_as__icontains=word))
    return others.for_cards().order_by("title", "pk")[:MOST]


def _at(address, language):
    """Return the articles that are, were, or came from, at an address."""
    try:
        slug = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    except ValueError:  # such as "http://["
        return []
    here = Q(language=language, slug=slug) | Q(
        former_slugs__language=language, former_slugs__slug=slug
    )
    return Article.objects.filter(here | Q(source_url=address)).distinct()[:MOST]
