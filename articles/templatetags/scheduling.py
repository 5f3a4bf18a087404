"""Times as editors read them."""

from django import template

from ..scheduling import local_time

register = template.Library()


@register.simple_tag
def in_words(moment):
    return local_time.in_words(moment)
