"""What an address of this site is the address of."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path

from ..models.link import SLUG_LENGTH

# The readers' pages of which there is one for each slug.
_AT_SLUG = {
    "articles:article-detail": "article",
    "articles:article-markdown": "article",
    "articles:topic-detail": "topic",
    "articles:topic-feed": "topic",
    "articles:topic-json-feed": "topic",
    "articles:person-detail": "person",
    "page": "page",
}


@dataclass(frozen=True)
class Target:
    """A kind of page with its language and slug; the kind is "" where there is no page at all."""

    kind: str = ""
    language: str = ""
    slug: str = ""


def find_target(path):
    """Return the `Target` at `path`, whether or not there is an object with that slug."""
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        match = _resolve(path) or _resolve(f"{path}/")
    slug = match.kwargs.get("slug", "") if match else ""
    if match is None or len(slug) > SLUG_LENGTH:
        return Target()
    return Target(_AT_SLUG.get(match.view_name, "other"), language, slug)


def _resolve(path):
    try:
        return resolve(path)
    except Resolver404:
        return None
