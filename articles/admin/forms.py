from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Article
from ..scheduling.forms import SchedulingForm
from .fields import LinesField, TopicsField
from .link_warnings import LinkWarningMixin


class ArticleForm(LinkWarningMixin, SchedulingForm, forms.ModelForm):
    topics = TopicsField(required=False)
    also_known_as = LinesField(
        label=_("Also known as"),
        required=False,
        help_text=_("Other names for it, one a line. Search and Read More know them."),
    )
    key_facts = LinesField(
        label=_("Key facts"),
        required=False,
        help_text=_("What to remember of the page, one a line: three to five short sentences."),
    )
    significance = forms.ChoiceField(
        label=_("How much does it change?"),
        choices=Article.Significance,
        initial=Article.Significance.MINOR,
        required=False,
        widget=forms.RadioSelect,
    )
    # Not the model's field: the note on an earlier update says nothing of this one.
    what_changed = forms.CharField(
        label=_("What changed"),
        max_length=Article._meta.get_field("change_note").max_length,
        required=False,
        help_text=_("A sentence for readers, shown with the date of the update."),
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )

    class Meta:
        model = Article
        fields = [
            *("title", "slug", "language", "translation_of", "summary", "key_facts", "body"),
            *(
                "also_known_as",
                "topics",
                "source_url",
                "picture",
                "picture_alternative_text",
                "published_at",
                "expires_at",
                "review_due_on",
            ),
        ]
        widgets = {
            "picture_alternative_text": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "summary": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    def _post_clean(self):
        super()._post_clean()
        if self.is_publishing or self.is_scheduling:
            for field, problem in self.instance.what_is_missing().items():
                if field not in self.errors:
                    self.add_error(field, problem)

    def clean_significance(self):
        return self.cleaned_data["significance"] or Article.Significance.MINOR

    def clean(self):
        cleaned = super().clean()
        is_published = self.instance.status == Article.Status.PUBLISHED
        if is_published and "published_at" not in self.errors and not cleaned.get("published_at"):
            self.add_error("published_at", _("A published article needs a time of publication."))
        return cleaned
