"""Rows that are edited in lists: what a colleague changed meanwhile is not overwritten."""

from django import forms
from django.utils.translation import gettext as _


class NoOverwritingForm(forms.ModelForm):
    """Each field sends along what it was opened with.

    What its user left alone stays as it now is. Where a colleague changed the same, the form comes
    back with what was typed and says what is there now; sent again, what was typed counts.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            for field in self.fields.values():
                field.show_hidden_initial = True

    def clean(self):
        cleaned = super().clean()
        for name in self._changed_by_others():
            if name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
            elif name in cleaned and cleaned[name] != getattr(self.instance, name):
                self._ask_again(name)
        return cleaned

    def _changed_by_others(self):
        for name, field in self.fields.items():
            opened = self.data.get(self[name].html_initial_name)
            if opened is not None and field.has_changed(self.initial.get(name), opened):
                yield name

    def _ask_again(self, name):
        text = _("This is %(value)s by now: a colleague changed it. Save again if yours counts.")
        self.add_error(name, text % {"value": getattr(self.instance, name)})
        self.data = self.data.copy()
        self.data[self[name].html_initial_name] = self.initial[name]
