"""The pages about the site, and what machines ask of it."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import translation
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from articles.html import html_to_text
from articles.outline import outline
from articles.rendering import render_body
from articles.views.page import PageMixin, as_description

from .models import STANDARD_SLUGS, Page
from .pages import fill_in

IMAGE_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class PageView(PageMixin, TemplateView):
    """A page about the site; one that every page links to is there in any language."""

    template_name = "cms/page.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        slug = kwargs["slug"]
        self.versions = {page.language: page for page in Page.objects.filter(slug=slug)}
        # Better a text in another language, marked as such, than a link that leads nowhere.
        other = settings.LANGUAGE_CODE if slug in STANDARD_SLUGS else self.language
        self.page = self.versions.get(self.language) or self.versions.get(other)

    def get_translations(self):
        return {language: page.get_absolute_url() for language, page in self.versions.items()}

    def get_canonical_url(self):
        return f"{settings.SITE_URL}{self.page.get_absolute_url()}"

    def get_context_data(self, **kwargs):
        if self.page is None:
            raise Http404
        with translation.override(self.page.language):
            body = fill_in(self.page.body)
        headings, _words = outline(body)
        context = super().get_context_data(
            title=self.page.title,
            description=as_description(html_to_text(body)),
            page=self.page,
            body=render_body(body, headings),
            contact=settings.SITE_CONTACT,
        )
        if self.page.language != self.language:
            del context["translations"][self.language]
        return context


@never_cache
@require_safe
def healthz(request):
    """Say that this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def indexnow_key(request):
    """Show that whoever tells search engines of changes with this key is the site itself."""
    if not settings.INDEXNOW_KEY:
        raise Http404
    return HttpResponse(settings.INDEXNOW_KEY, content_type="text/plain")


@require_safe
def robots(request):
    return render(request, "robots.txt", content_type="text/plain")


@require_safe
@csp_override({"default-src": [CSP.NONE]})
def picture_file(request, name):
    """Give a file of a picture. It never changes: who has it need not ask again."""
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=IMAGE_TYPES[name.rpartition(".")[2]])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def favicon(request):
    """Answer for pages that name no icon, such as the desk's: browsers ask here then."""
    return redirect(static("cms/mark.svg"))
