"""Pages of the desk that are made when they are asked for."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path

from articles.admin.reading import ToReadMixin


class PageToRead(ToReadMixin, admin.ModelAdmin):
    """A page in one language at a time, for whoever may see articles."""

    template = ""

    def get_page(self, request, language):
        """Return what the page shows, with its title."""
        raise NotImplementedError

    def get_urls(self):
        view = self.admin_site.admin_view(self.changelist_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_changelist"
        return [path("", view, name=name)]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        language = request.GET.get("language")
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "language": language,
            "languages": settings.LANGUAGES,
            **self.get_page(request, language),
        }
        return TemplateResponse(request, self.template, context)
