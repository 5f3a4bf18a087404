"""The addresses of an article's list; what is as it is without being said is not said."""

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode


def frame_path(article, chosen=None):
    return _path("recommendations:widget", article, chosen)


def email_path(article, chosen=None):
    return _path("recommendations:widget-email", article, chosen)


def _path(name, article, chosen):
    query = dict(chosen or {})
    if article.language != settings.LANGUAGE_CODE:
        query["language"] = article.language
    path = reverse(name, args=[article.slug])
    return f"{path}?{urlencode(query)}" if query else path
