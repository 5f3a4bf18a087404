"""Filters of the list of articles that an editor keeps by a name."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..models import SavedFilter

# Which page of the list one was on is no part of what one looks for.
NOT_KEPT = ("p", "e")


class SavedFilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ["name", "query"]

    def clean_query(self):
        query = QueryDict(self.cleaned_data["query"].removeprefix("?"), mutable=True)
        for name in NOT_KEPT:
            query.pop(name, None)
        return query.urlencode()


class SavedFiltersMixin:
    """For the admin of articles: the user's own filters as links above the list."""

    def get_urls(self):
        view = self.admin_site.admin_view
        saved = path("saved-filters/", view(self.saved_filters), name="article-saved-filters")
        return [saved, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        mine = SavedFilter.objects.filter(user=request.user)
        query = SavedFilterForm({"name": "_", "query": request.GET.urlencode()})
        query.is_valid()
        context = {"saved_filters": mine, "query_to_save": query.cleaned_data.get("query", "")}
        return super().changelist_view(request, {**(extra_context or {}), **context})

    @method_decorator(require_POST)
    def saved_filters(self, request):
        """Keep the filter by a name, or forget one."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        query = request.POST.get("query", "")
        mine, form = SavedFilter.objects.filter(user=request.user), SavedFilterForm(request.POST)
        if forget := request.POST.get("forget"):
            mine.filter(pk=int(forget) if forget.isdecimal() else None).delete()
        elif form.is_valid() and form.cleaned_data["query"]:
            query = form.cleaned_data["query"]
            name, user = form.cleaned_data["name"], request.user
            SavedFilter.objects.update_or_create(user=user, name=name, defaults={"query": query})
        else:
            messages.error(request, _("Give the filter a name of sixty characters at most."))
        address = reverse("admin:articles_article_changelist")
        return HttpResponseRedirect(f"{address}?{query.removeprefix('?')}")
