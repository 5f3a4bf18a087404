"""oEmbed (https://oembed.com): who pastes an article's address gets its Read More list."""

from io import BytesIO

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import conditional_page, require_safe

from articles.html import NOT_TEXT

from .finding import find_article, find_by_address, resolve_here
from .options import WidgetForm
from .snippets import estimated_height, frame_snippet

WIDTH = 600
CACHE_AGE = 3600


@require_safe
@conditional_page
def oembed(request):
    kind = request.GET.get("format", "json")
    if kind not in ANSWERS:
        return _refuse(501, "JSON and XML are spoken here.")
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
    about = {
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
    return _open(ANSWERS[kind](about))


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


def _as_xml(about):
    text = BytesIO()
    writer = SimplerXMLGenerator(text, "utf-8")
    writer.startDocument()
    writer.startElement("oembed", {})
    for name, value in about.items():
        writer.addQuickElement(name, NOT_TEXT.sub("", str(value)))
    writer.endElement("oembed")
    return HttpResponse(text.getvalue(), content_type="text/xml; charset=utf-8")


ANSWERS = {"json": JsonResponse, "xml": _as_xml}


def _open(response):
    # Some editors ask from the browser.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
