"""What a CDN is told: which keys a page has, and which keys' pages are out of date."""

import json
from urllib.parse import quote
from urllib.request import Request, urlopen

from django.conf import settings
from django.tasks import task
from django.utils.module_loading import import_string

EVERY_PAGE = "site"
READ_MORE = "read-more"
SECONDS_TO_WAIT = 5


def keys_of(rule, match, language):
    """Return the surrogate keys of a page, the widest first."""
    keys = [EVERY_PAGE, language, match.view_name.replace(":", "-")]
    if rule.shows_read_more:
        keys.append(READ_MORE)
    if slug := match.kwargs.get("slug"):
        keys.append(quote(f"{language}/{slug}"))
    return keys


def label(response, keys):
    """Put `keys` on the response, as the CDN reads them that the header is of."""
    header = settings.SURROGATE_KEY_HEADER
    if header:
        response.headers[header] = ("," if header == "Cache-Tag" else " ").join(keys)


def purge_soon(keys):
    """Have the pages with any of `keys` purged, where there is a CDN; to be called after commit."""
    if settings.PURGE_URL or settings.PURGE_FUNCTION:
        purge.enqueue([EVERY_PAGE] if EVERY_PAGE in keys else sorted(keys))


@task()
def purge(keys):
    """Tell the CDN that pages with any of `keys` are out of date."""
    if settings.PURGE_FUNCTION:
        import_string(settings.PURGE_FUNCTION)(keys)
    if settings.PURGE_URL:
        _post(keys)


def _post(keys):
    # Cloudflare's word and Fastly's.
    name = "tags" if settings.SURROGATE_KEY_HEADER == "Cache-Tag" else "surrogate_keys"
    request = Request(  # noqa: S310  (the operator's own address)
        settings.PURGE_URL,
        data=json.dumps({name: keys}).encode(),
        headers={"Content-Type": "application/json", **settings.PURGE_HEADERS},
        method="POST",
    )
    with urlopen(request, timeout=SECONDS_TO_WAIT):  # noqa: S310  (as above)
        pass
