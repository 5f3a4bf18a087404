"""The list in feeds: plain links below an article's text, for any program that shows it."""

from django.template.loader import render_to_string
from django.utils import translation

from ..shown import related_to_each


def links_below(articles):
    """Return by key the lists of `articles` as HTML.

    One without a stored list has none: the newest articles, which its page shows instead, are in
    the feed anyway.
    """
    return {pk: _links(related) for pk, related in related_to_each(articles).items()}


def _links(related):
    with translation.override(related[0].language):
        return render_to_string("recommendations/widget/feed.html", {"related": related})
