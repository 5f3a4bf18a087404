"""The page as readers will see it: beside the form as one types, and by links for others."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Media, Script
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from ..models import Article, PreviewLink
from ..views.preview import keep_private, show_preview, show_saved
from .unsaved import UnsavedMixin


class PreviewMixin(UnsavedMixin):
    """For the admin of articles: previews of them, and the links to such."""

    @property
    def media(self):
        names = ("form-watch", "preview-panel", "preview-links")
        scripts = [Script(f"articles/{name}.js", defer=True) for name in names]
        return super().media + Media(css={"all": ["articles/form-tools.css"]}, js=scripts)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("preview/", view(self.preview_page), name="article-preview-new"),
            path("<int:pk>/preview/", view(self.preview_page), name="article-preview"),
            path("<int:pk>/preview/links/", view(self.preview_links), name="article-preview-links"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is None:
            context["preview_address"] = reverse("admin:article-preview-new")
        else:
            context["preview_address"] = reverse("admin:article-preview", args=[obj.pk])
            context["preview_links"] = obj.preview_links.usable().select_related("made_by")
        response = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        address = obj and _public_address(request, obj)
        response.context_data |= {"absolute_url": address, "has_absolute_url": bool(address)}
        return response

    def preview_page(self, request, pk=None):
        """Show the article: as the form says that is sent, or as it was last saved."""
        article = pk and get_object_or_404(Article, pk=pk)
        if not self._may_preview(request, article):
            raise PermissionDenied
        policy = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
        return csp_override(policy)(xframe_options_sameorigin(self._preview))(request, article)

    def _may_preview(self, request, article):
        if article is None:
            return self.has_add_permission(request)
        if request.method == "POST":
            return self.has_change_permission(request, article)
        return self.has_view_permission(request, article)

    def _preview(self, request, article):
        if request.method == "POST":
            with self.as_typed(request, article) as typed:
                return show_preview(
                    request,
                    typed.article,
                    publication=typed.publication,
                    problems=typed.problems,
                )
        if article is None:
            context = {
                "heading": _("Nothing to preview yet"),
                "explanation": _("Write a title and a text. The page shows here as you type."),
            }
            return keep_private(render(request, "articles/no_preview.html", context))
        return show_saved(request, article)

    def preview_links(self, request, pk):
        """List the links to the article's preview; make one, or revoke one."""
        article = get_object_or_404(Article, pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        if request.method == "POST":
            self._change_links(request, article)
            return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": _("Preview links"),
            "subtitle": str(article),
            "original": article,
            "preview_links": article.preview_links.usable().select_related("made_by"),
        }
        return TemplateResponse(request, "admin/articles/article/preview_links_page.html", context)

    def _change_links(self, request, article):
        revoked = request.POST.get("revoke", "")
        if revoked:
            links = article.preview_links.filter(pk=int(revoked) if revoked.isdecimal() else 0)
            get_object_or_404(links).revoke()
            self.log_change(request, article, "Revoked a preview link.")
            messages.success(request, _("The link is revoked. It shows nothing any more."))
        else:
            PreviewLink.objects.create(article=article, made_by=request.user)
            self.log_change(request, article, "Made a preview link.")
            messages.success(request, _("The link is made. Whoever has it sees this article."))


def _public_address(request, article):
    """Return where readers find the article now, "" where they do not.

    The one at hand may have another address: of unpublished changes, or as it was just typed.
    """
    if hasattr(request, "public_address"):  # from before the form showed unpublished changes
        return request.public_address
    stored = Article.objects.published().filter(pk=article.pk).only("language", "slug").first()
    return stored.get_absolute_url() if stored else ""
