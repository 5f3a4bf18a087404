from django import forms
from django.contrib import admin, messages
from django.db.models import Count
from django.forms import Script
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Topic
from .feature import FeatureInline
from .fields import LinesField
from .topic_merging import TopicMergingMixin


class TopicForm(forms.ModelForm):
    synonyms = LinesField(
        label=_("Synonyms"), required=False, help_text=_("Other words readers use, one a line.")
    )

    class Meta:
        model = Topic
        fields = ["name", "language", "slug", "parent", "description", "synonyms"]


@admin.register(Topic)
class TopicAdmin(TopicMergingMixin, admin.ModelAdmin):
    form = TopicForm
    list_display = ["name", "language", "parent", "article_count", "description"]
    list_select_related = ["parent"]
    list_filter = ["language"]
    search_fields = ["name", "synonyms"]
    ordering = ["name", "pk"]  # the count below would drop that of the model
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    inlines = [FeatureInline]
    actions = ["merge_selected"]

    class Media:
        css = {"all": ["articles/admin.css"]}
        js = [Script("articles/labels.js", defer=True)]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(article_count=Count("article_items"))

    @admin.display(description=_("articles"), ordering="article_count")
    def article_count(self, topic):
        return topic.article_count

    def render_change_form(self, request, context, *args, **kwargs):
        context["can_merge"] = self.has_merge_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and (form.initial["language"], form.initial["slug"]) != (obj.language, obj.slug):
            messages.info(
                request, gettext("The topic's old address leads to the new one for good.")
            )
