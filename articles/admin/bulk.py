"""Actions on the list of articles: asked first, done one by one, and accounted for."""

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ..bulk import OPERATIONS
from ..links import count_pages_linking_to
from ..models import Article, ArticleTopic

# So many are named before it is done; all of those that could not be are named after it.
NAMED = 100


class BulkMixin:
    """For the admin of articles: what is done with those that are selected in the list."""

    def get_urls(self):
        view = self.admin_site.admin_view
        bulk = path("bulk/<slug:name>/", view(self.bulk), name="article-bulk")
        return [bulk, *super().get_urls()]

    @admin.action(description=_("Publish selected articles…"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        return self._ask_about(request, queryset, "publish")

    @admin.action(description=_("Unpublish selected articles…"), permissions=["publish"])
    def unpublish_selected(self, request, queryset):
        return self._ask_about(request, queryset, "unpublish")

    @admin.action(description=_("Add a topic to selected articles…"), permissions=["change"])
    def add_topic_to_selected(self, request, queryset):
        return self._ask_about(request, queryset, "add-topic")

    @admin.action(description=_("Change the owner of selected articles…"), permissions=["change"])
    def change_owner_of_selected(self, request, queryset):
        return self._ask_about(request, queryset, "change-owner")

    def _ask_about(self, request, queryset, name):
        operation = OPERATIONS[name]
        pks = list(queryset.order_by(*self.ordering).values_list("pk", flat=True))
        return self._ask(request, operation, pks, self._form(operation))

    def _ask(self, request, operation, pks, form):
        some = Article.objects.in_bulk(pks[:NAMED])
        articles = [some[pk] for pk in pks[:NAMED] if pk in some]
        linking = count_pages_linking_to(articles) if operation.breaks_links else {}
        context = self._bulk_context(request, operation) | {
            "pks": ",".join(map(str, pks)),
            "count": len(pks),
            "articles": [
                (one, operation.obstacle(one, request.user), linking.get(one.pk))
                for one in articles
            ],
            "more": len(pks) - len(articles),
            "form": form,
        }
        return TemplateResponse(request, "admin/articles/article/bulk.html", context)

    @method_decorator(require_POST)
    def bulk(self, request, name):
        """Do it. A script asks for one step after the other, and shows how far it is."""
        operation = OPERATIONS.get(name)
        if operation is None:
            raise Http404
        if not request.user.has_perm(operation.permission):
            raise PermissionDenied
        pks = [int(pk) for pk in request.POST.get("pks", "").split(",") if pk.isdecimal()]
        form = self._form(operation, request.POST)
        if not form.is_valid():
            if "step" in request.POST:
                return JsonResponse({"errors": form.errors.get_json_data()}, status=400)
            return self._ask(request, operation, pks, form)
        outcome = operation.run(pks, request.user, **form.cleaned_data)
        if "step" in request.POST:
            refused = [_as_json(*one) for one in outcome.refused]
            return JsonResponse({"done": outcome.done, "refused": refused})
        context = self._bulk_context(request, operation) | {"outcome": outcome}
        return TemplateResponse(request, "admin/articles/article/bulk_done.html", context)

    def _form(self, operation, data=None):
        form = operation.form_class(data)
        if "topic" in form.fields:
            tag = ArticleTopic._meta.get_field("tag")
            field = form.fields["topic"]
            field.widget = AutocompleteSelect(tag, self.admin_site)
            field.widget.choices = field.choices
        return form

    def _bulk_context(self, request, operation):
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": operation.heading,
            "operation": operation,
            "media": self.media + self._form(operation).media,
        }


def _as_json(article, reason):
    return {
        "title": article.title if article else "",
        "address": article and reverse("admin:articles_article_change", args=[article.pk]),
        "reason": reason,
    }
