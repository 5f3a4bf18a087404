"""Pictures in templates."""

from django import template

from ..pictures.display import in_text, picture_html
from ..pictures.renditions import card

register = template.Library()

# How wide cards are; see site.css.
CARD_SIZES = "(min-width: 57rem) 22rem, (min-width: 38rem) 46vw, calc(100vw - 2rem)"


@register.simple_tag
def hero_picture(article):
    """The picture at the top of an article's page, whole.

    {% hero_picture article %}
    """
    return in_text(article.picture, article.picture_words or "", is_first=True)


@register.simple_tag
def card_picture(article, sizes=CARD_SIZES):
    """The picture of an article in a list, beside its title, which says what there is to say.

    {% card_picture article %}
    """
    return picture_html(card(article.picture), "", sizes)
