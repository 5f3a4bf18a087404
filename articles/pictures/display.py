"""The one place that writes a picture as HTML."""

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from .renditions import whole

# The most that a picture takes in the column of the text, in CSS pixels; see site.css.
TEXT_WIDTH, TEXT_HEIGHT = 656, 576
# A picture that every reader sees at once is asked for first; any other when it comes near.
_FIRST = mark_safe('fetchpriority="high"')
_LATER = mark_safe('loading="lazy" decoding="async"')


def in_text(picture, words, *, is_first=False):
    """Return `picture` as wide as the text, or as it is itself, or as its height allows."""
    by_height = TEXT_HEIGHT * picture.width // picture.height
    width = max(1, min(TEXT_WIDTH, picture.width, by_height))
    sizes = f"min({width}px, 100vw - 2rem)"
    return picture_html(whole(picture), words, sizes, is_first=is_first)


def picture_html(shape, words, sizes, *, is_first=False):
    """Return `shape` of a picture, `words` for who does not see it, shown as wide as `sizes` says.

    With its width and height, so that nothing moves when it comes. Every browser that knows our
    style sheet knows WebP, too; `src` is for programs.
    """
    fallback = shape.fallback
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}>',
        fallback.url,
        shape.srcset,
        sizes,
        fallback.width,
        fallback.height,
        words,
        _FIRST if is_first else _LATER,
    )
