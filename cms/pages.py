"""The texts that the pages about the site begin with, and what is filled in in any of them."""

from pathlib import Path

from django.apps import apps as installed_apps
from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _

from .models import STANDARD_SLUGS, Page

# One file for each page and language.
_DEFAULTS = Path(__file__).parent / "default_pages"


def read_default_pages():
    """Yield the slug, language, title and body of each, in the site's languages."""
    for language, _name in settings.LANGUAGES:
        for slug in STANDARD_SLUGS:
            path = _DEFAULTS / language / f"{slug}.html"
            if path.exists():
                title, body = path.read_text(encoding="utf-8").split("</h1>")
                yield slug, language, title.removeprefix("<h1>"), body.strip()


def make_default_pages(*, using, apps=installed_apps, **kwargs):
    """Make those that are missing, and bring those up to date that nobody edited.

    Called after each `migrate`, so that the pages say what this version of the software does.
    """
    try:
        page_model = apps.get_model("cms", "Page")
    except LookupError:  # migrated back to before there were pages
        return
    stored = {(page.slug, page.language): page for page in page_model.objects.using(using)}
    for slug, language, title, body in read_default_pages():
        page = stored.get((slug, language)) or page_model(
            slug=slug, language=language, is_default=True
        )
        if page.is_default and (page.title, page.body) != (title, body):
            page.title, page.body = title, body
            page.save(using=using)


def fill_in(text):
    """Return `text` with what the settings say in place of {site_name} and the like."""
    facts = {
        "{site_name}": settings.SITE_NAME,
        "{publisher}": settings.SITE_PUBLISHER,
        "{feedback_days}": str(settings.FEEDBACK_KEPT_DAYS),
        "{read_more_counts}": _read_more_counts(),
    }
    for name, fact in facts.items():
        text = text.replace(name, escape(fact))
    return text


def _read_more_counts():
    if not settings.COUNT_READ_MORE:
        return _("Which links readers follow is not counted.")
    return _(
        "For each day we also count how often each link under “Read more” was seen and followed,"
        " by all readers together. Your browser tells us as you leave the page. It sends no cookie,"
        " and we do not keep your network address; the code described below keeps anyone from"
        " counting hundreds of times. Nothing is counted if your browser asks not to be tracked"
        " (Global Privacy Control, Do Not Track) or runs no scripts. We delete these numbers"
        " after %(days)s days."
    ) % {"days": settings.READ_MORE_COUNTS_KEPT_DAYS}


def pages_at(language, slug):
    """Return what answers at the address of a page: its text in any language."""
    return (Page.objects.filter(slug=slug),)
