"""Pictures in templates."""

from django import template

from ..pictures.display import picture_html
from ..pictures.renditions import card, whole

register = template.Library()

HERO_SIZES = "(min-width: 45rem) 41rem, calc(100vw - 2.5rem)"
CARD_SIZES = "(min-width: 70rem) 22rem, (min-width: 45rem) 45vw, calc(100vw - 5rem)"


@register.simple_tag
def hero_picture(article):
    """The picture at the top of an article's page, whole.

    {% hero_picture article %}
    """
    words = article.picture.words_for(article.language, article.picture_alternative_text)
    return picture_html(whole(article.picture), words or "", HERO_SIZES, is_first=True)


@register.simple_tag
def card_picture(article):
    """The picture of an article in a list, beside its title, which says what there is to say.

    {% card_picture article %}
    """
    return picture_html(card(article.picture), "", CARD_SIZES)
