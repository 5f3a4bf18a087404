"""Which pages are kept, and on which parameters of the query each depends."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import get_language

from recommendations.api import RelatedQuery
from recommendations.widget.options import WidgetForm

WIDGET = tuple(WidgetForm.base_fields)


@dataclass(frozen=True)
class Rule:
    """How a page may be kept."""

    # Those it knows. It does not see any other, so that no other makes a page of its own.
    parameters: tuple[str, ...] = ()
    # What Accept may choose from, if it may: a page for each of them.
    types: tuple[str, ...] = ()
    shows_read_more: bool = False


# By the name of the view. What is not here is never kept: search, of which there are as many pages
# as questions, and which counts those without an answer; forms; the desk.
RULES = {
    "articles:home": Rule(),
    "articles:article-detail": Rule(types=("text/html", "text/markdown"), shows_read_more=True),
    "articles:article-markdown": Rule(),
    "articles:article-sharing-image": Rule(),
    "articles:sharing-image": Rule(),
    "articles:topic-list": Rule(),
    "articles:topic-detail": Rule(parameters=("page",)),
    "articles:a-to-z": Rule(parameters=("letter", "page")),
    "articles:person-detail": Rule(),
    "articles:atom-feed": Rule(shows_read_more=True),
    "articles:json-feed": Rule(shows_read_more=True),
    "articles:topic-feed": Rule(shows_read_more=True),
    "articles:topic-json-feed": Rule(shows_read_more=True),
    "page": Rule(),
    "robots": Rule(),
    "sitemap-index": Rule(),
    "sitemap": Rule(parameters=("p",)),
    "recommendations:widget": Rule(parameters=WIDGET, shows_read_more=True),
    "recommendations:widget-email": Rule(parameters=WIDGET, shows_read_more=True),
    "api-1:related": Rule(parameters=tuple(RelatedQuery.model_fields), shows_read_more=True),
}


def find_rule(request):
    """Return the rule of the page that `request` asks for, and what its address resolves to."""
    if request.method not in ("GET", "HEAD"):
        return None, None
    return _find(request.path_info, get_language(), settings.LANGUAGE_CODE)


@lru_cache(maxsize=1000)
def _find(path, _language, _default_language):
    """The languages say what an address without a prefix, or with one, resolves to."""
    try:
        match = resolve(path)
    except Resolver404:
        return None, None
    return RULES.get(match.view_name), match
