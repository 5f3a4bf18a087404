"""Rich text that is clean in the database, by whatever way it came."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from .care_cards import CARE_LABELS
from .html import clean_html
from .outline import outline

# For articles/links.js: where it asks for articles, and its words.
_PICKER = {
    "url": reverse_lazy("admin:article-link-search"),
    "title": _("Link"),
    "label": _("Article or address"),
    "help": _("Type a title or another name of an article, or give any address."),
    "results": _("Articles"),
    "none": _("No article found."),
    "one": _("1 article found: go through them with the arrow keys."),
    "many": _("%d articles found: go through them with the arrow keys."),
    "invalid": _("Choose an article, or give an address that begins with / or https://."),
    "set": _("Set link"),
    "remove": _("Remove link"),
    "cancel": _("Cancel"),
}
_INLINE = {
    "MenuWords": True,
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Link": {
        "enableTarget": False,
        "protocols": ["http", "https", "mailto", "tel"],
        "picker": _PICKER,
    },
}
_BODY = {
    **_INLINE,
    "Heading": {"levels": [2, 3]},
    "Blockquote": True,
    "Table": {
        "words": {
            "caption": _("Caption"),
            "title": _("Table caption"),
            "submit": _("Set caption"),
        }
    },
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "CareCard": {
        "name": _("Care card"),
        "none": _("No care card"),
        "levels": {
            "non-urgent": _("Care card: non-urgent"),
            "urgent": _("Care card: urgent"),
            "emergency": _("Care card: emergency"),
        },
        "labels": CARE_LABELS,
    },
}


def add_nothing(config, shared):
    """What our editor extension adds to the editor's own allow-list, which is not used here."""


class RichTextField(ProseEditorField):
    """HTML, edited as rich text, cleaned by `clean_html` on every way into the database."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("extensions", _BODY)
        super().__init__(*args, sanitize=clean_html, **kwargs)

    def pre_save(self, model_instance, add):
        value = clean_html(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        # bulk_update() and QuerySet.update() come this way only.
        if isinstance(value, str):
            value = clean_html(value)
        return super().get_db_prep_save(value, connection)


class BodyField(RichTextField):
    """An article's text. Its model keeps beside it, in `headings` and `words`, the outline of it.

    Those columns come after this one in the model, so that they are stored as they are set here.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, extensions={**_BODY, "PictureFigure": True}, **kwargs)

    def pre_save(self, model_instance, add):
        body = super().pre_save(model_instance, add)
        model_instance.headings, model_instance.words = outline(body, model_instance.headings)
        return body


class ShortRichTextField(RichTextField):
    """Rich text without headings, tables and care cards: an answer, a biography."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, extensions=_INLINE, **kwargs)
