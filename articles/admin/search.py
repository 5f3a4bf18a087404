"""What readers searched for in vain, and what editors put first."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import Script
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from ..models import PromotedResult, UnansweredQuery
from ..search import first_day_kept, query_terms


class PromotedResultForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        self.instance.terms = query_terms(cleaned.get("words") or "", cleaned.get("language"))
        if cleaned.get("words") and not self.instance.terms:
            raise ValidationError({"words": _("There is no word in it.")})
        article = cleaned.get("article")
        if article and article.language != cleaned.get("language"):
            raise ValidationError({"article": _("The article is in another language.")})
        return cleaned

    def _get_validation_exclusions(self):
        # Not of the form, but set above, and part of what must be unique.
        return super()._get_validation_exclusions() - {"terms"}


@admin.register(PromotedResult)
class PromotedResultAdmin(admin.ModelAdmin):
    form = PromotedResultForm
    fields = ["words", "language", "article", "position"]
    list_display = ["words", "language", "article", "position", "is_seen"]
    list_filter = ["language"]
    list_select_related = ["article"]
    search_fields = ["words", "article__title"]
    autocomplete_fields = ["article"]

    class Media:
        js = [Script("articles/labels.js", defer=True)]

    @admin.display(description=_("readers see it"), boolean=True)
    def is_seen(self, promotion):
        return promotion.article.is_public


@admin.register(UnansweredQuery)
class UnansweredQueryAdmin(admin.ModelAdmin):
    """Counts are made by searches, not by editors."""

    list_display = ["words", "language", "count", "short_day", "promote"]
    list_display_links = None
    list_filter = ["language", "day"]
    search_fields = ["words"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(day__gte=first_day_kept())

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("day"), ordering="day")
    def short_day(self, query):
        return date_format(query.day, "SHORT_DATE_FORMAT")

    @admin.display(description=_("answer"))
    def promote(self, query):
        address = reverse("admin:articles_promotedresult_add")
        values = urlencode({"words": query.words, "language": query.language})
        return format_html('<a href="{}?{}">{}</a>', address, values, _("Promote an article"))
