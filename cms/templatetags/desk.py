"""The desk's start page."""

from django import template

from articles.admin.desk import sections_for

register = template.Library()


@register.inclusion_tag("admin/desk.html", takes_context=True)
def desk(context):
    return {"sections": sections_for(context["request"].user)}
