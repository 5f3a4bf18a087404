"""Form fields of the admin's own making."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.utils.translation import gettext_lazy as _

from ..models import ArticleTopic, Topic


class LinesField(forms.CharField):
    """A list of short texts, edited as one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = (" ".join(line.split()) for line in (value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class TopicsField(forms.ModelMultipleChoiceField):
    """Topics chosen from the existing ones, with completion as one types."""

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", Topic.objects.all())
        kwargs.setdefault("label", _("Topics"))
        tag = ArticleTopic._meta.get_field("tag")
        super().__init__(widget=AutocompleteSelectMultiple(tag, admin.site), **kwargs)
