"""What the readers' templates need beyond Django's own tags."""

import re

from django import template
from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info

from ..models.feedback import LONGEST_COMMENT
from ..search import MARK_END, MARK_START
from ..views.page import path_in

register = template.Library()

_MARKED = re.compile(f"{MARK_START}(.*?){MARK_END}", re.DOTALL)


@register.filter
def marked(passage):
    """Return a search result's passage as HTML, the words found in <mark>."""
    html = _MARKED.sub(r"<mark>\1</mark>", escape(passage))
    return mark_safe(html.replace(MARK_START, "").replace(MARK_END, ""))  # noqa: S308  (escaped)


@register.simple_tag(takes_context=True)
def language_links(context):
    """Return each of the site's languages with the path of this page, or the nearest, in it."""
    translations = context.get("translations", {})
    section = context.get("section", "articles:home")
    # What was asked for here is asked for there.
    query = f"?{urlencode({'q': context['query']})}" if context.get("query") else ""
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "path": f"{translations.get(code) or path_in(code, section)}{query}",
        }
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag
def lang_and_dir(code):
    """Return the attributes of an element whose text is in the language `code`."""
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return format_html('lang="{}" dir="{}"', code, direction)


@register.inclusion_tag("articles/includes/feedback.html")
def feedback_form(article, form=None):
    """Ask whether `article` was helpful; with `form`, once more, what is wrong with it marked."""
    return {"article": article, "form": form, "longest_comment": LONGEST_COMMENT}
