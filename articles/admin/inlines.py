"""The rows that are edited on their article's page."""

from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from ..models import Authorship, Question, Reference, Review


class PartFormSet(BaseInlineFormSet):
    """Rows in an order of their own; a new row without a number goes last."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["position"].required = False
        form.fields["position"].label = _("Order")
        if form.instance._state.adding:
            form.initial["position"] = None

    def save(self, commit=True):
        rows = [form.instance for form in self.forms]
        last = max((row.position or 0 for row in rows), default=0)
        for row in rows:
            if row.position is None:
                row.position = last = last + 1
        return super().save(commit=commit)


class AuthorshipInline(admin.TabularInline):
    model = Authorship
    formset = PartFormSet
    autocomplete_fields = ["person"]
    extra = 0
    verbose_name_plural = _("Authors")


class ReviewInline(admin.TabularInline):
    """The record of medical reviews: one can be added, none changed."""

    model = Review
    autocomplete_fields = ["reviewer"]
    fields = ["reviewer", "reviewed_on"]
    extra = 0
    verbose_name_plural = _("Medical reviews")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class QuestionInline(admin.StackedInline):
    model = Question
    formset = PartFormSet
    fields = ["position", "question", "answer"]
    extra = 0
    verbose_name_plural = _("Questions and answers")


class ReferenceInline(admin.StackedInline):
    model = Reference
    formset = PartFormSet
    fields = [("position", "accessed_on"), "text", "url", ("doi", "pmid")]
    extra = 0
    verbose_name_plural = _("References")
