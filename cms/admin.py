"""The desk as a whole: its name, and nothing on it that this site does not use."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog
from taggit.models import Tag

from .models import Page

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Desk")
# Django's own catalog for scripts, with what the rich-text editor says.
admin.site.i18n_javascript = JavaScriptCatalog.as_view(
    packages=["django.contrib.admin", "django_prose_editor", "cms"]
)
# Topics are `articles.Topic`; the tags of taggit's own are not used.
admin.site.unregister(Tag)


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "language", "updated_at", "is_default"]
    list_filter = ["language"]
    search_fields = ["title", "slug", "body"]
    fields = ["title", "body", "slug", "language"]
    save_on_top = True

    class Media:
        css = {"all": ["articles/admin.css"]}

    def get_readonly_fields(self, request, obj=None):
        # The pages of the site link to the standard ones by their addresses.
        return ["slug", "language"] if obj and obj.is_standard else []

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and obj.is_standard)

    def save_model(self, request, obj, form, change):
        obj.is_default = False
        super().save_model(request, obj, form, change)
