from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Article
from .local_time import LocalDateTimeField

USUAL_HOUR = 9


class MomentWidget(forms.SplitDateTimeWidget):
    """A date and a time, chosen with the browser's own controls."""

    template_name = "admin/widgets/split_datetime.html"

    def __init__(self, attrs=None):
        super().__init__(attrs, date_format="%Y-%m-%d", time_format="%H:%M")
        for widget, kind in zip(self.widgets, ("date", "time"), strict=True):
            widget.input_type = kind

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return {**context, "date_label": _("Date:"), "time_label": _("Time:")}


class SchedulingForm(forms.Form):
    """The part of an article's form that says when it is to be public."""

    schedule_at = LocalDateTimeField(label=_("Date and time"), required=False, widget=MomentWidget)

    # Set by the admin for the request at hand: what its button says.
    is_publishing = False
    is_scheduling = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["schedule_at"] = self._when_next()
        for name, field in self.fields.items():
            if isinstance(field, LocalDateTimeField):
                field.kept = self.initial.get(name)

    def _when_next(self):
        """Return when the article is scheduled for, or tomorrow morning."""
        change = getattr(self.instance, "scheduled_change", None)
        if change:
            return change.due_at
        if self._is_to_come:
            return self.instance.published_at
        tomorrow = timezone.localtime() + timedelta(days=1)
        return tomorrow.replace(hour=USUAL_HOUR, minute=0, second=0, microsecond=0)

    @property
    def _is_to_come(self):
        is_published = self.instance.status == Article.Status.PUBLISHED
        return is_published and self.instance.published_at > timezone.now()

    def clean(self):
        cleaned = super().clean()
        if self.is_scheduling:
            self._clean_schedule(cleaned)
        else:
            self.errors.pop("schedule_at", None)
        if self.is_publishing and self._is_to_come and "published_at" not in self.changed_data:
            cleaned["published_at"] = timezone.now().replace(microsecond=0)
        return cleaned

    def _clean_schedule(self, cleaned):
        at, expires_at = cleaned.get("schedule_at"), cleaned.get("expires_at")
        if "schedule_at" in self.errors:
            return
        if at is None:
            self.add_error("schedule_at", _("Give a date and a time."))
        elif at <= timezone.now():
            text = _("This time has passed. Choose one that is to come, or publish now.")
            self.add_error("schedule_at", text)
        elif expires_at and expires_at <= at:
            self.add_error("schedule_at", _("The article expires before that."))
        elif not self.instance.was_seen:
            cleaned["published_at"] = at
