from django import template

from ..helpfulness.beacon import counting_script
from ..models import SHOWN
from ..shown import related_to
from ..widget.snippets import oembed_address

register = template.Library()


@register.inclusion_tag("recommendations/related_articles.html")
def related_articles(article, limit=SHOWN):
    """Show at most `limit` articles that are related to `article`, best first.

    {% load recommendations %}
    {% related_articles article limit=4 %}
    """
    return {
        "article": article,
        "related_articles": related_to(article, limit),
        "counting_script": counting_script(),
    }


@register.inclusion_tag("recommendations/related_articles.html")
def related_articles_if_published(article):
    """Show what `related_articles` would if `article` were public as it now is in the database."""
    from ..preview import related_if_published  # noqa: PLC0415  (loads the scientific packages)

    return {"related_articles": related_if_published(article)}


@register.simple_tag(name="related_to")
def related_to_tag(article, limit=SHOWN):
    """Return what `related_articles` shows, for a template that draws the list itself.

    {% related_to article limit=4 as related %}
    """
    return related_to(article, limit)


@register.inclusion_tag("recommendations/oembed_links.html")
def oembed_links(address, title):
    """Say where editors of other sites learn how to embed the page at `address`."""
    formats = ("application/json", "json"), ("text/xml", "xml")
    links = [(kind, oembed_address(address, format=name)) for kind, name in formats]
    return {"links": links, "title": title}
