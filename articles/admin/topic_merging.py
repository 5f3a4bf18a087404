"""Merging topics on the desk: which is to stay, what moves there, and only then doing it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import ArticleTopic, Topic
from ..topic_merging import merge, what_moves


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Topic.objects.all(),
        label=gettext_lazy("Merge into"),
        widget=AutocompleteSelect(ArticleTopic._meta.get_field("tag"), admin.site),
        help_text=gettext_lazy("The topic that stays."),
    )

    def __init__(self, *args, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.topics = topics

    def clean_into(self):
        into = self.cleaned_data["into"]
        if any(topic.language != into.language for topic in self.topics):
            raise forms.ValidationError(_("Topics of different languages cannot be merged."))
        if self.topics == [into]:
            raise forms.ValidationError(_("A topic cannot be merged into itself."))
        return into


class TopicMergingMixin:
    """For the admin of topics: an action and a page that merge some into one."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge)
        return [path("merge/", view, name="topic-merge"), *super().get_urls()]

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)

    @admin.action(description=gettext_lazy("Merge selected topics"), permissions=["merge"])
    def merge_selected(self, request, queryset):
        chosen = ",".join(str(topic.pk) for topic in queryset)
        most_used = max(queryset, key=lambda topic: topic.article_count)
        query = urlencode({"topics": chosen, "into": most_used.pk})
        return HttpResponseRedirect(f"{reverse('admin:topic-merge')}?{query}")

    def merge(self, request):
        if not self.has_merge_permission(request):
            raise PermissionDenied
        chosen = [pk for pk in request.GET.get("topics", "").split(",") if pk.isdecimal()]
        topics = list(Topic.objects.filter(pk__in=chosen[:100]))
        if not topics:
            messages.warning(request, _("Choose the topics to merge in the list."))
            return HttpResponseRedirect(reverse("admin:articles_topic_changelist"))
        data = request.POST or request.GET
        form = MergeForm(data if data.get("into") else None, topics=topics)
        into = form.cleaned_data["into"] if form.is_valid() else None
        leaving = [topic for topic in topics if topic != into] if into else []
        if into and leaving and request.method == "POST":
            return self._merge(request, leaving, into)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media + form.media,
            "title": _("Merge topics"),
            "topics": topics,
            "chosen": ",".join(str(topic.pk) for topic in topics),
            "form": form,
            "into": into,
            "moving": [what_moves(topic) for topic in leaving],
        }
        return TemplateResponse(request, "admin/articles/topic/merge.html", context)

    @transaction.atomic
    def _merge(self, request, leaving, into):
        for topic in leaving:
            merge(topic, into)
        names = ", ".join(topic.name for topic in leaving)
        self.log_change(request, into, f"Merged with: {names}.")
        text = _("Merged into “%(into)s”: %(names)s. The old addresses lead there.")
        messages.success(request, text % {"into": into, "names": names})
        return HttpResponseRedirect(reverse("admin:articles_topic_change", args=[into.pk]))
