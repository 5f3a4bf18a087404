"""What editors put first, on home and on the pages of topics."""

from django.contrib import admin
from django.db.models import F
from django.forms import Script
from django.utils.translation import gettext_lazy as _

from ..models import Feature
from .overwriting import NoOverwritingForm


@admin.register(Feature)
class FeatureAdmin(admin.ModelAdmin):
    form = NoOverwritingForm
    list_display = ["title", "place", "position", "is_seen", "language"]
    list_editable = ["position"]
    list_filter = ["article__language", ("topic", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["article", "topic"]
    search_fields = ["article__title", "topic__name"]
    autocomplete_fields = ["article", "topic"]
    # As readers find them: home first, in each language.
    ordering = ["article__language", F("topic__name").asc(nulls_first=True), "position", "pk"]

    class Media:
        js = [Script("articles/labels.js", defer=True)]

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": NoOverwritingForm, **kwargs})

    @admin.display(description=_("article"), ordering="article__title")
    def title(self, feature):
        return feature.article.title

    @admin.display(description=_("language"), ordering="article__language")
    def language(self, feature):
        return feature.article.get_language_display()

    @admin.display(description=_("shown on"), ordering="topic__name")
    def place(self, feature):
        return feature.topic or _("Home page")

    @admin.display(description=_("readers see it"), boolean=True)
    def is_seen(self, feature):
        return feature.article.is_public


class FeatureInline(admin.TabularInline):
    model = Feature
    form = NoOverwritingForm
    fields = ["article", "position"]
    autocomplete_fields = ["article"]
    extra = 0
