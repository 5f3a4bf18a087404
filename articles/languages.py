"""The site's languages, for model fields.

Functions, so that a migration holds their names and not the languages of one site.
"""

from django.conf import settings


def language_choices():
    return settings.LANGUAGES


def default_language():
    return settings.LANGUAGE_CODE
