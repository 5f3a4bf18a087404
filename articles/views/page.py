"""What every reader's page tells the base template about itself."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ..sharing import open_graph_locale, site_image

LONGEST_DESCRIPTION = 300


@dataclass(frozen=True)
class Crumb:
    name: str
    path: str


class PageMixin:
    # Where other languages' readers are sent if this very page is not there in their language.
    section = "articles:home"
    # Parameters that make another page of the address, not only another way to it.
    canonical_parameters = ()

    @property
    def language(self):
        return self.request.LANGUAGE_CODE

    @property
    def path(self):
        return escape_uri_path(self.request.path)

    def get_translations(self):
        """Return the paths of this very page in other languages, by language."""
        if self.request.resolver_match.view_name != self.section:
            return {}
        return {code: path_in(code, self.section) for code, _name in settings.LANGUAGES}

    def get_breadcrumbs(self):
        """Return the pages above this one, the highest first."""
        return [Crumb(_("Home"), reverse("articles:home"))]

    def get_canonical_url(self):
        parameters = {
            name: self.request.GET[name]
            for name in self.canonical_parameters
            if self.request.GET.get(name)
        }
        query = f"?{urlencode(parameters)}" if parameters else ""
        return f"{settings.SITE_URL}{self.path}{query}"

    def get_sharing_image(self):
        """Return the picture of a link to this page."""
        return site_image()

    def get_context_data(self, **kwargs):
        """Return what base.html needs; views add their `title` and `description`."""
        translations = {self.language: self.path, **self.get_translations()}
        return super().get_context_data(
            canonical_url=self.get_canonical_url(),
            breadcrumbs=self.get_breadcrumbs(),
            translations=translations,
            section=self.section,
            sharing_image=self.get_sharing_image(),
            locales=[open_graph_locale(language) for language in translations],
            **kwargs,
        )


def as_description(text):
    """Return what search engines and shared links show of a text."""
    return Truncator(" ".join(text.split())).chars(LONGEST_DESCRIPTION)


def path_in(language, name, *args):
    with translation.override(language):
        return reverse(name, args=args)
