"""New articles from those that are there: a duplicate, a translation."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..models import Article
from ..revisions import duplicate, translate


class CopiesMixin:
    """For the admin of articles: buttons above the form that make another one of it."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/duplicate/", view(self.duplicate), name="article-duplicate"),
            path("<int:pk>/translate/", view(self.translate), name="article-translate"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and self.has_add_permission(request):
            context["languages_to_translate_into"] = _missing_languages(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @method_decorator(require_POST)
    def duplicate(self, request, pk):
        with transaction.atomic():
            copy = duplicate(self._to_copy(request, pk), by=request.user)
            self.log_addition(request, copy, f"Duplicated article {pk}.")
        return self._to_form(request, copy, _("This is a copy: a draft that readers do not see."))

    @method_decorator(require_POST)
    def translate(self, request, pk):
        language = request.POST.get("language")
        if language not in dict(settings.LANGUAGES):
            raise Http404
        with transaction.atomic():
            copy, is_new = translate(self._to_copy(request, pk), language, by=request.user)
            if is_new:
                self.log_addition(request, copy, f"Began a translation of article {pk}.")
        text = _("This is the translation, which was there already.")
        if is_new:
            text = _("This will be the translation: a draft, its text still that of the original.")
        return self._to_form(request, copy, text)

    def _to_copy(self, request, pk):
        article = get_object_or_404(Article.objects.select_for_update(), pk=pk)
        if not self.has_view_permission(request, article) or not self.has_add_permission(request):
            raise PermissionDenied
        return article

    def _to_form(self, request, article, text):
        messages.success(request, text)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _missing_languages(article):
    """Return the languages that the article is not there in, with their names."""
    original = article.translation_of_id or article.pk
    translations = Article.objects.filter(translation_of=original)
    there = {article.language, *translations.values_list("language", flat=True)}
    if article.translation_of:
        there.add(article.translation_of.language)
    return [(code, name) for code, name in settings.LANGUAGES if code not in there]
