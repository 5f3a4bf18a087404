"""oEmbed (https://oembed.com): who pastes an article's address gets its Read More list."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import conditional_page, require_safe

from .finding import find_article, find_by_address, resolve_here
from .options import WidgetForm
from .snippets import estimated_height, frame_snippet

WIDTH = 600
CACHE_AGE = 3600


@require_safe
@conditional_page
def oembed(request):
    if request.GET.get("format", "json") != "json":
        return _refuse(501, "Only JSON is spoken here.")
    if not request.GET.get("url"):
        return _refuse(400, "url: say which page to embed.")
    try:
        width, height = _limit(request, "maxwidth"), _limit(request, "maxheight")
    except ValueError as error:
        return _refuse(400, f"{error}: a whole number of pixels, 1 or more.")
    try:
        article, form = _find(request.GET["url"])
    except Http404:
        return _refuse(404, "There is no list at this address.")
    width = min(WIDTH, width or WIDTH)
    height = min(filter(None, (height, estimated_height(form, width))))
    with override(article.language):
        title = _("Read more: %s") % article.title
    return _answer(
        {
            "version": "1.0",
            "type": "rich",
            "title": title,
            "provider_name": settings.SITE_NAME,
            "provider_url": settings.SITE_URL,
            "cache_age": CACHE_AGE,
            "width": width,
            "height": height,
            "html": frame_snippet(article, form, width=width, height=height),
        }
    )


def _find(address):
    """Return the article at `address`, of its page or of its list, and the options there."""
    match, _language = resolve_here(address)
    if match.view_name != "recommendations:widget":
        return find_by_address(address), _options(QueryDict())
    form = _options(QueryDict(address.partition("?")[2].partition("#")[0]))
    return find_article(form.cleaned_data["language"], match.kwargs["slug"]), form


def _options(query):
    form = WidgetForm(query)
    if not form.is_valid():
        raise Http404
    return form


def _limit(request, name):
    """Return the most pixels that the consumer has, None for no limit; ValueError names it."""
    given = request.GET.get(name)
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 10 and int(given)):
        raise ValueError(name)
    return int(given)


def _refuse(status, message):
    return _open(HttpResponse(message, status=status, content_type="text/plain; charset=utf-8"))


def _answer(about):
    return _open(JsonResponse(about))


def _open(response):
    # Some editors ask from the browser.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
