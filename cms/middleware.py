"""What holds for every request: the language of its address, and the hour."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property

from articles.scheduling import catch_up_for_reader, is_behind


class AddressLanguageMiddleware:
    """Activate the language of the address: that of its prefix, or the site's own.

    Django's LocaleMiddleware also asks the browser, and so has caches keep a copy of each page for
    every Accept-Language there is; here an address has one page. The desk, which nobody keeps,
    speaks the language that its user's browser asks for.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_desk = request.path.startswith(self.desk)
        language = _wanted_language(request) if is_desk else _language_of_address(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            if is_desk:
                patch_vary_headers(response, ["Accept-Language"])
            return response

    @cached_property
    def desk(self):
        """The address of the desk: to ask for it each time takes a tenth of a kept answer."""
        return reverse("admin:index")


def _wanted_language(request):
    return translation.get_language_from_request(request)


def _language_of_address(request):
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


class ClockMiddleware:
    """Do what is due before a page is made, where no worker has done it yet.

    It stands inside of what keeps pages: those know until when they hold.
    """

    # Those that show nothing which the clock changes, and those that ask with their own query.
    LEFT_OUT = {"healthz", "robots", "favicon", "indexnow-key", "articles:sharing-image"}
    LEFT_OUT |= {"picture-file"}
    LEFT_OUT |= {"recommendations:widget-script", "recommendations:widget-script-version"}
    LEFT_OUT |= {"api-1:openapi-json", "api-1:openapi-view"}
    LEFT_OUT |= {"articles:article-detail", "articles:article-markdown"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        is_read = request.method in ("GET", "HEAD")
        if is_read and request.resolver_match.view_name not in self.LEFT_OUT and is_behind():
            catch_up_for_reader()
