"""What a page that shows a list may choose, in the query of the list's address."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..models import SHOWN
from .colors import readable

# The backgrounds of widget/frame.css.
LIGHT, DARK = "#fffdf9", "#18262a"
# The color of links on each.
ACCENT, ACCENT_ON_DARK = "#0e5f63", "#84d3c9"
SCHEMES = {"auto": "light dark", "light": "light", "dark": "dark"}


class OptionsForm(forms.Form):
    """Every option may be left out; `initial` is then what holds."""

    links = forms.IntegerField(
        label=_("Links"), min_value=1, max_value=10, initial=SHOWN, required=False
    )
    summaries = forms.ChoiceField(
        label=_("Summaries"),
        choices=[("yes", _("With summaries")), ("no", _("Titles only"))],
        initial="yes",
        required=False,
    )
    pictures = forms.ChoiceField(
        label=_("Pictures"),
        choices=[("yes", _("With pictures")), ("no", _("Without pictures"))],
        initial="no",
        required=False,
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[
            ("auto", _("As the reader's device")),
            ("light", _("Light")),
            ("dark", _("Dark")),
        ],
        initial="auto",
        required=False,
    )
    color = forms.RegexField(
        r"^#?[0-9a-fA-F]{6}$",
        label=_("Color of links"),
        initial=ACCENT,
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
        error_messages={"invalid": _("A color is six hexadecimal digits, such as 0e5f63.")},
    )
    size = forms.IntegerField(
        label=_("Size of letters, in pixels"),
        min_value=12,
        max_value=24,
        initial=16,
        required=False,
    )

    def clean_color(self):
        color = self.cleaned_data["color"].lower()
        return f"#{color.removeprefix('#')}" if color else color

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if value in ("", None):
                cleaned[name] = self.get_initial_for_field(self.fields[name], name)
        return cleaned

    @property
    def chosen(self):
        """The options that differ from what holds without them, as they stand in a query."""
        return {
            name: str(self.cleaned_data[name]).removeprefix("#")
            for name in OptionsForm.base_fields
            if self.cleaned_data[name] != self.fields[name].initial
        }

    @property
    def link_colors(self):
        """The color of links on a light and on a dark background."""
        color = self.cleaned_data["color"]
        if color == ACCENT:
            return ACCENT, ACCENT_ON_DARK
        return readable(color, LIGHT), readable(color, DARK)

    @property
    def style(self):
        """The options as a style sheet."""
        scheme = SCHEMES[self.cleaned_data["theme"]]
        light, dark = self.link_colors
        size = self.cleaned_data["size"]
        return (
            f":root{{color-scheme:{scheme};font-size:{size}px;--link:light-dark({light},{dark})}}"
        )


class WidgetForm(OptionsForm):
    """The query of a list's own address, which has the language, too."""

    language = forms.ChoiceField(
        choices=lambda: settings.LANGUAGES,
        initial=lambda: settings.LANGUAGE_CODE,
        required=False,
    )
