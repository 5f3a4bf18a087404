"""What a link to a page of ours looks like where somebody sends or posts it.

The pages say it in OpenGraph's terms, which the others read, too: `includes/sharing.html`.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import to_locale

from ..jsonld import absolute
from ..pictures.renditions import card


@dataclass(frozen=True)
class SharingImage:
    url: str
    width: int
    height: int
    alt: str


def sharing_image(article):
    """Return the picture of a link to `article`: its own, or else one that is drawn."""
    if article.picture:
        shown = card(article.picture).fallback
        words = article.picture_words or article.title
        return SharingImage(absolute(shown.url), shown.width, shown.height, words)
    with translation.override(article.language):
        return _drawn("articles:article-sharing-image", article.slug, alt=article.title)


def site_image():
    """Return the picture of a link to a page that has none of its own, in its language."""
    return _drawn("articles:sharing-image", alt=settings.SITE_NAME)


def _drawn(name, *args, alt):
    # The size is that of `drawing`, which is not imported here because it brings Pillow.
    return SharingImage(url=absolute(reverse(name, args=args)), width=1200, height=630, alt=alt)


def open_graph_locale(language):
    """Return the name of a language as OpenGraph wants it: with a country, whether we know or not.

    Where the code has none it is the one of the same letters (es_ES), as the networks have it.
    """
    if language == "en":
        return "en_US"
    locale = to_locale(language)
    return locale if "_" in locale else f"{locale}_{locale.upper()}"
