"""Answers for readers' pages: kept ones where there are, with what caches further out may do."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag

from articles.models import Article, ScheduledChange
from articles.spare_cache import SpareCache

from .purging import keys_of, label
from .release import release
from .rules import find_rule
from .versions import content_version

pages = SpareCache("pages")

LONGEST_KEPT = timedelta(hours=1)
LARGEST_KEPT = 500_000
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


@dataclass(frozen=True)
class Kept:
    """An answer, and the moment from which on it may no longer be given."""

    until: datetime
    headers: dict[str, str]
    content: bytes

    def response(self):
        return HttpResponse(self.content, headers=self.headers)


class PageCacheMiddleware:
    """Give kept answers where there are, keep those that may be, and let caches further out know.

    It stands outside of all that makes a page, but inside of what picks the language.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _is_somebodys(request):
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        rule, match = find_rule(request)
        if rule is None:
            return self.get_response(request)
        # The page does not see the others: its links would repeat them to every reader.
        # QUERY_STRING still has them, for a redirect, which is not kept.
        request.GET = _known_parameters(request.GET, rule)
        return self._answer(request, rule, match)

    def _answer(self, request, rule, match):
        # Before the page is made: what it is made of must not be older.
        key = _key(request, rule) if settings.PAGE_CACHE else None
        moment = timezone.now()
        if key and (kept := pages.get(key)) and kept.until > moment:
            return _send(request, kept.response(), kept.until)
        with _unconditional(request):
            response = self.get_response(request)
        if response.status_code != 200:
            # A browser might keep a redirect for good, and a CDN what is not there yet.
            response.headers.setdefault("Cache-Control", "no-cache")
            return response
        if not _is_everybodys(response, rule):
            return response
        label(response, keys_of(rule, match, request.LANGUAGE_CODE))
        set_response_etag(response)
        until = _ends(moment)
        if key and request.method == "GET" and len(response.content) <= LARGEST_KEPT:
            kept = Kept(until, dict(response.headers), response.content)
            pages.set(key, kept, (until - moment).total_seconds())
        return _send(request, response, until)


def _is_somebodys(request):
    """Return whether the request says whose it is: pages may have more for them than for others."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers


def _is_everybodys(response, rule):
    """Return whether all readers of this address may get this very answer."""
    varies_by = {name.strip() for name in response.get("Vary", "").split(",")} - {""}
    return not (
        response.streaming
        or response.cookies
        or "Cache-Control" in response  # the view has its own reasons
        or "'nonce-" in response.get("Content-Security-Policy", "")
        or varies_by - ({"Accept"} if rule.types else set())
    )


def _known_parameters(query, rule):
    known = QueryDict(mutable=True)
    for name in rule.parameters:
        if name in query:
            known[name] = query[name]
    return known


def _key(request, rule):
    what = (
        *(release(), content_version(), request.scheme, request.get_host(), request.path_info),
        request.GET.urlencode(),
        request.get_preferred_type(rule.types) if rule.types else None,
    )
    return sha256(repr(what).encode()).hexdigest()


@contextmanager
def _unconditional(request):
    """Hide what the client has already: the view is to make the whole page, which can be kept."""
    hidden = {name: request.META.pop(name) for name in _CONDITIONS if name in request.META}
    try:
        yield
    finally:
        request.META.update(hidden)


def _ends(moment):
    """Return when a page that is made at `moment` may say something else, without any change."""
    today = timezone.localtime(moment)
    tomorrow = datetime.combine(today.date() + timedelta(days=1), time.min, today.tzinfo)
    ends = [moment + LONGEST_KEPT, tomorrow]
    if settings.PAGE_CACHE or settings.PAGE_MAX_AGE:
        ends.append(Article.objects.next_change(after=moment) or tomorrow)
        ends.append(ScheduledChange.objects.next_due(after=moment) or tomorrow)
    return min(ends)


def _send(request, response, until):
    left = max(0, int((until - timezone.now()).total_seconds()))
    fresh = min(settings.PAGE_MAX_AGE, left)
    stale = min(settings.PAGE_STALE_WHILE_REVALIDATE, left - fresh)
    response.headers["Cache-Control"] = f"public, max-age={fresh}, stale-while-revalidate={stale}"
    return get_conditional_response(request, etag=response.get("ETag"), response=response)
