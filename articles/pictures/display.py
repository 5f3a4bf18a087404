"""The one place that writes a picture as HTML."""

from django.utils.html import format_html
from django.utils.safestring import mark_safe

# A picture that every reader sees at once is asked for first; any other when it comes near.
_FIRST = mark_safe('fetchpriority="high"')
_LATER = mark_safe('loading="lazy" decoding="async"')


def picture_html(shape, words, sizes, *, is_first=False):
    """Return `shape` of a picture, `words` for who does not see it, shown as wide as `sizes` says.

    With its width and height, so that nothing moves when it comes.
    """
    fallback = shape.fallback
    return format_html(
        '<picture><source type="image/webp" srcset="{}" sizes="{}">'
        '<img src="{}" width="{}" height="{}" alt="{}" {}></picture>',
        shape.srcset,
        sizes,
        fallback.url,
        fallback.width,
        fallback.height,
        words,
        _FIRST if is_first else _LATER,
    )
