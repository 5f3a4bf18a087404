"""Which public article an address names, by its slug of today or of before."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils import translation

from articles.models import Article


def find_article(language, slug):
    public = Article.objects.published()
    found = public.in_language(language).filter(slug=slug).first()
    found = found or public.formerly_at(language, slug).first()
    if found is None:
        raise Http404
    return found


def resolve_here(address):
    """Return what the site's address `address`, whole or a path, resolves to, and its language."""
    try:
        parts = urlsplit(address)
    except ValueError:  # not even an address
        raise Http404 from None
    if parts.netloc and parts.netloc != urlsplit(settings.SITE_URL).netloc:
        raise Http404
    path = unquote(parts.path)
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            return resolve(path), language
    except Resolver404:
        raise Http404 from None


def find_by_address(address):
    """Return the article whose page is at `address`."""
    match, language = resolve_here(address)
    if match.view_name != "articles:article-detail":
        raise Http404
    return find_article(language, match.kwargs["slug"])
