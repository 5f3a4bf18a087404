"""The address alone says in which language a reader's page is."""

from django.conf import settings
from django.utils import translation


class AddressLanguageMiddleware:
    """Activate the language of the address: that of its prefix, or the site's own.

    Django's LocaleMiddleware also asks the browser, and so has caches keep a copy of each page for
    every Accept-Language there is; here an address has one page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response
