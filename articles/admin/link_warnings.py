"""Before an article leaves its address: which pages link to it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..links import pages_linking_to
from ..models import Article
from .drafts import PUBLISH, SCHEDULE, UNPUBLISH

# With it the form says of what its user was warned already.
WARNED = "_warned"
NAMED = 10


class LinkWarningMixin:
    """For the form of articles: ask once more where other pages link to what is to go.

    It asks as a form does, with an error: what was typed stays, and the same button, pressed again,
    does it.
    """

    warned = ""

    def clean(self):
        cleaned = super().clean()
        leaving = self._leaving(cleaned)
        if leaving and not self.errors and self.data.get(WARNED) != leaving:
            pages = pages_linking_to(self.instance)
            if pages:
                self.warned = leaving
                self.add_error(None, self._warning(pages, leaving))
        return cleaned

    def _leaving(self, cleaned):
        """Return in which way saving takes the article from its address, "" for none."""
        article = self.instance
        if not article.pk:
            return ""
        if UNPUBLISH in self.data:
            return "unpublish"
        address = (cleaned.get("language"), cleaned.get("slug"))
        is_published = article.status == Article.Status.PUBLISHED
        is_kept_aside = is_published and not {PUBLISH, SCHEDULE} & set(self.data)
        if is_kept_aside or address == (article.language, article.slug):
            return ""
        was_seen = article.first_public_at and article.first_public_at <= timezone.now()
        return "move" if was_seen else "rename"

    def _warning(self, pages, leaving):
        sentences = {
            "unpublish": _("Readers who follow those links will find nothing."),
            "move": _("The old address will lead on to the new one for good, so no link breaks."),
            "rename": _("Nobody has seen the old address, so it leads nowhere: change the links."),
        }
        return format_html(
            "{} {} {}{}",
            count_of(len(pages)),
            sentences[leaving],
            _("Press the button again to do it all the same."),
            list_of(pages),
        )


def count_of(pages):
    return ngettext("%d page links to this one.", "%d pages link to this one.", pages) % pages


def list_of(pages):
    """Return the first of `pages` as a list; links open beside the form, which keeps its text."""
    more = len(pages) - NAMED
    rest = (
        [(format_html("{}", ngettext("and %d more", "and %d more", more) % more),)]
        if more > 0
        else []
    )
    items = [(_name_of(page),) for page in pages[:NAMED]]
    return format_html(
        '<ul class="linking-pages">{}</ul>', format_html_join("", "<li>{}</li>", items + rest)
    )


def _name_of(page):
    address = reverse("admin:articles_article_change", args=[page.article.pk])
    name = format_html('<a href="{}" target="_blank">{}</a>', address, page.article)
    if page.is_seen:
        return name
    return format_html("{} <small>({})</small>", name, _("readers do not see this link"))
