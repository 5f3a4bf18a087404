from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from ..models import Topic
from .feature import FeatureInline
from .fields import LinesField


class TopicForm(forms.ModelForm):
    synonyms = LinesField(
        label=_("Synonyms"), required=False, help_text=_("Other words readers use, one a line.")
    )

    class Meta:
        model = Topic
        fields = ["name", "language", "slug", "parent", "description", "synonyms"]


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    form = TopicForm
    list_display = ["name", "language", "parent", "article_count", "description"]
    list_select_related = ["parent"]
    list_filter = ["language"]
    search_fields = ["name", "synonyms"]
    ordering = ["name", "pk"]  # the count below would drop that of the model
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    inlines = [FeatureInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(article_count=Count("article_items"))

    @admin.display(description=_("articles"), ordering="article_count")
    def article_count(self, topic):
        return topic.article_count
