"""Pages about the site itself, and what kept pages go by."""

import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from articles.fields import RichTextField
from articles.languages import default_language, language_choices

# Every page of the site links to these, so they are always there.
STANDARD_SLUGS = ("about", "editorial-policy", "privacy", "accessibility", "contact")


class Page(models.Model):
    """A text about the site in one language; the same slug in another one is its translation."""

    slug = models.SlugField(
        _("slug"),
        max_length=100,
        allow_unicode=True,
        help_text=_("The page's address, the same in each language that has it."),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=language_choices, default=default_language
    )
    title = models.CharField(_("title"), max_length=200)
    body = RichTextField(_("text"))
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    is_default = models.BooleanField(
        _("as it came"),
        default=False,
        editable=False,
    )

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug", "language"]
        constraints = [
            models.UniqueConstraint(
                "language",
                "slug",
                name="page_slug_unique_in_language",
                violation_error_message=_("There is a page with this address already."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        with translation.override(self.language):
            return reverse("page", args=[self.slug])

    @property
    def is_standard(self):
        return self.slug in STANDARD_SLUGS

    def clean(self):
        if self.slug and not self._has_the_address():
            raise ValidationError({"slug": _("Something else of the site is at this address.")})

    def _has_the_address(self):
        """Return whether a request for this page's address would come to this kind of page."""
        path = self.get_absolute_url()
        # "/es/" is home in Spanish, and no page "es" of the language without a prefix.
        language = translation.get_language_from_path(path) or default_language()
        with translation.override(language):
            return resolve(path).view_name == "page"


def new_token():
    # The sum of all that are remembered stays within the database's 63 bits.
    return secrets.randbits(40)


class ContentChange(models.Model):
    """A change of what readers see. The sum of all tokens is the version of the site's content.

    Rows of their own and no counter: editors who save at the same moment do not wait for each
    other. And random numbers: the sum is a new one whichever of them commits, in any order, and
    when old rows are forgotten.
    """

    token = models.BigIntegerField(default=new_token, editable=False)

    class Meta:
        verbose_name = _("change of content")
        verbose_name_plural = _("changes of content")

    def __str__(self):
        return str(self.token)
