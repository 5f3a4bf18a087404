"""The desk as a whole: its name, and nothing on it that this site does not use."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Desk")
# Topics are `articles.Topic`; the tags of taggit's own are not used.
admin.site.unregister(Tag)
