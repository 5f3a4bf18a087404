"""What every reader's page tells the base template about itself."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.http import urlencode
from django.utils.translation import gettext as _


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

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            canonical_url=self.get_canonical_url(),
            breadcrumbs=self.get_breadcrumbs(),
            translations={self.language: self.path, **self.get_translations()},
            section=self.section,
            **kwargs,
        )


def path_in(language, name, *args):
    with translation.override(language):
        return reverse(name, args=args)
