from django import template

from ..models import SHOWN
from ..shown import related_to

register = template.Library()


@register.inclusion_tag("recommendations/related_articles.html")
def related_articles(article, limit=SHOWN):
    """Show at most `limit` articles that are related to `article`, best first.

    {% load recommendations %}
    {% related_articles article limit=4 %}
    """
    return {"related_articles": related_to(article, limit)}
