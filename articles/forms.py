"""What readers can send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .masking import mask_personal_details
from .models.feedback import LONGEST_COMMENT


class FeedbackForm(forms.Form):
    """Whether an article was helpful, and why."""

    helpful = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda answer: answer == "yes"
    )
    comment = forms.CharField(required=False)
    # People do not see this field. Programs that fill in every form do.
    website = forms.CharField(required=False)

    def clean_comment(self):
        # A browser counts a line break as one character and sends two.
        comment = self.cleaned_data["comment"].replace("\r\n", "\n")
        if len(comment) > LONGEST_COMMENT:
            raise forms.ValidationError(
                _("The comment has %(length)s characters, and there is room for %(most)s."),
                params={"length": len(comment), "most": LONGEST_COMMENT},
            )
        return mask_personal_details(comment)

    @property
    def is_from_a_program(self):
        return bool(self.cleaned_data["website"])
