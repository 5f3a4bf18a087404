"""The history of an article: every state it was saved in, compared and restored."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..models import Article, Revision
from ..revisions import save_draft
from ..revisions.comparison import compare

ON_A_PAGE = 50


class RevisionsMixin:
    """For the admin of articles: the pages of its revisions."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/revisions/", view(self.revisions), name="article-revisions"),
            path("<int:pk>/revisions/compare/", view(self.compare), name="article-compare"),
            path("<int:pk>/revisions/restore/", view(self.restore), name="article-restore"),
            *super().get_urls(),
        ]

    def revisions(self, request, pk):
        article = self._readable(request, pk)
        revisions = article.revisions.select_related("made_by").defer("content")
        page = Paginator(revisions, ON_A_PAGE).get_page(request.GET.get("p"))
        context = {
            **self._page_context(request, article, _("Revisions")),
            "page": page,
            "live": article.revisions.filter(event=Revision.Event.PUBLISHED).first(),
            "can_restore": self.has_change_permission(request, article),
        }
        return TemplateResponse(request, "admin/articles/article/revisions.html", context)

    def compare(self, request, pk):
        """Show what differs between two revisions; the order they are named in does not matter."""
        article = self._readable(request, pk)
        numbers = sorted(self._number(request.GET.get(name)) for name in ("before", "after"))
        before, after = (get_object_or_404(article.revisions, number=one) for one in numbers)
        context = {
            **self._page_context(request, article, _("Compare revisions")),
            "before": before,
            "after": after,
            "differences": compare(before.content, after.content),
            "can_restore": self.has_change_permission(request, article),
        }
        return TemplateResponse(request, "admin/articles/article/compare.html", context)

    @method_decorator(require_POST)
    def restore(self, request, pk):
        """Make a draft of a revision: readers see it when it is published."""
        with transaction.atomic():
            article = get_object_or_404(Article.objects.select_for_update(), pk=pk)
            if not self.has_change_permission(request, article):
                raise PermissionDenied
            number = self._number(request.POST.get("number"))
            revision = get_object_or_404(article.revisions, number=number)
            event = Revision.Event.RESTORED
            save_draft(article, revision.content, by=request.user, event=event)
            self.log_change(request, article, f"Restored revision {number} as a draft.")
        text = _("Revision %d is restored as a draft. Readers see it when you publish it.")
        messages.success(request, text % number)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def _readable(self, request, pk):
        article = get_object_or_404(Article, pk=pk)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _number(self, text):
        return int(text) if text and text.isdecimal() and len(text) < 10 else 0

    def _page_context(self, request, article, title):
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "article": article,
            "media": self.media,
        }
