"""The rows that are edited on their article's page."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet, model_to_dict
from django.utils.translation import gettext_lazy as _

from ..models import Authorship, Question, Reference, Review


class PartForm(forms.ModelForm):
    def _get_validation_exclusions(self):
        # The rows of before, which these replace, are no rivals.
        return super()._get_validation_exclusions() | {"article"}

    def validate_constraints(self):
        """Ask the database nothing: its checks are those of the fields, once more for each row."""


class PartFormSet(BaseInlineFormSet):
    """Rows in an order of their own; a row without a number goes last.

    The rows that are sent are all there are: they replace those of before. So it does not matter
    whether the form showed the article's own rows or those of a draft.
    """

    def initial_form_count(self):
        return 0

    def total_form_count(self):
        return super().total_form_count() if self.is_bound else len(self.get_queryset())

    def add_fields(self, form, index):
        super().add_fields(form, index)
        # Whose rows these were does not matter either; those of a draft are in no table.
        form.fields[self._pk_field.name] = forms.CharField(required=False, widget=forms.HiddenInput)
        form.fields["position"].required = False
        form.fields["position"].label = _("Order")
        form.initial["position"] = None
        if not self.is_bound and index is not None:
            row = self.get_queryset()[index]
            form.initial |= model_to_dict(row, exclude=[self._pk_field.name])

    def save(self, commit=True):
        rows = super().save(commit=False)
        last = max((row.position or 0 for row in rows), default=0)
        for row in rows:
            if row.position is None:
                row.position = last = last + 1
        if commit:
            self.model._default_manager.filter(article=self.instance).delete()
            self.model._default_manager.bulk_create(rows)
        return rows


class PersonSelect(AutocompleteSelect):
    """The choice of a person; where the formset knows who is chosen, it asks for nobody."""

    known = None

    def optgroups(self, name, value, attrs=None):
        if self.known is None or not set(value) <= self.known.keys():
            return super().optgroups(name, value, attrs)
        options = [
            self.create_option(name, key, str(self.known[key]), True, number)
            for number, key in enumerate(value)
        ]
        return [(None, options, 0)]


class AuthorshipFormSet(PartFormSet):
    def get_queryset(self):
        self.queryset = self.queryset.select_related("person")
        return super().get_queryset()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if not self.is_bound and index is not None:
            people = {str(row.person_id): row.person for row in self.get_queryset()}
            form.fields["person"].widget.widget.known = people

    def clean(self):
        super().clean()
        people = [form.cleaned_data.get("person") for form in self.forms if form.has_changed()]
        if len(set(people)) < len(people):
            raise ValidationError(_("One person is there twice."))


class PartInline:
    """An inline whose rows are an article's parts."""

    form = PartForm
    formset = PartFormSet
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        if not self.has_change_permission(request, obj):
            kwargs["formset"] = BaseInlineFormSet
        return super().get_formset(request, obj, **kwargs)


class AuthorshipInline(PartInline, admin.TabularInline):
    model = Authorship
    formset = AuthorshipFormSet
    fields = ["position", "person"]
    autocomplete_fields = ["person"]
    verbose_name_plural = _("Authors")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "person":
            kwargs["widget"] = PersonSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


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


class QuestionInline(PartInline, admin.StackedInline):
    model = Question
    fields = ["position", "question", "answer"]
    verbose_name_plural = _("Questions and answers")


class ReferenceInline(PartInline, admin.StackedInline):
    model = Reference
    fields = [("position", "accessed_on"), "text", "url", ("doi", "pmid")]
    verbose_name_plural = _("References")
