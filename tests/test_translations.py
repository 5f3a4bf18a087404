"""The catalogs that the repository holds are whole, up to date, and compiled."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import override
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = sorted(ROOT.glob("*/locale/*/LC_MESSAGES/django.po"))
# What scripts say that are not ours.
OF_SCRIPTS = sorted(ROOT.glob("*/locale/*/LC_MESSAGES/djangojs.po"))

# What marks a text, and which of its arguments are the context, and the text and its plural.
MARKS = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[.\d]*[sdf]|</?\w[^>]*>")


def read(path):
    with path.open("rb") as file:
        return read_po(file) if path.suffix == ".po" else read_mo(file)


def messages(catalog):
    return {
        (context_of(message), *as_tuple(message.id)): as_tuple(message.string)
        for message in catalog
        if message.id
    }


def context_of(message):
    """The message's context, which Babel leaves as bytes when it reads a compiled catalog."""
    return message.context.decode() if isinstance(message.context, bytes) else message.context


def as_tuple(texts):
    """Of a message's one text, or of its singular and plurals."""
    return (texts,) if isinstance(texts, str) else tuple(texts)


@pytest.mark.parametrize("path", CATALOGS + OF_SCRIPTS, ids=lambda path: path.parts[-5])
def test_every_message_is_translated(path):
    catalog = read(path)
    assert len(catalog) > 0
    for message in catalog:
        assert all(as_tuple(message.string)) or not message.id, message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("path", CATALOGS + OF_SCRIPTS, ids=lambda path: path.parts[-5])
def test_the_compiled_catalog_is_that_of_the_text(path):
    assert messages(read(path)) == messages(read(path.with_suffix(".mo")))


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-5])
def test_the_catalog_has_what_the_code_marks_and_nothing_else(path):
    app = path.parents[3]
    marked = {
        found
        for file in app.rglob("*")
        if file.suffix in MARKED_IN
        for found in MARKED_IN[file.suffix](file.read_text(encoding="utf-8"))
    }
    assert marked
    assert set(messages(read(path))) == marked, "run `make messages`"


def marked_in_python(source):
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and getattr(call.func, "id", None) in MARKS:
            arguments = MARKS[call.func.id]
            # A text that is only known later is in no catalog, as `_(LANG_INFO["es"]["name"])`.
            texts = [a.value for a in call.args[: len(arguments)] if isinstance(a, ast.Constant)]
            if len(texts) == len(arguments):
                has_context = isinstance(arguments[0], tuple)
                yield tuple(texts) if has_context else (None, *texts)


def marked_in_template(source):
    # Django writes a template's texts as calls, among what is no language at all; the scanner of
    # JavaScript finds the calls, and passes over the rest.
    calls = BytesIO(templatize(source).encode())
    for _, texts, _, context in extract("javascript", calls, MARKS):
        yield (context, *as_tuple(texts))


MARKED_IN = {".py": marked_in_python, ".html": marked_in_template, ".txt": marked_in_template}


@pytest.mark.parametrize("path", CATALOGS + OF_SCRIPTS, ids=lambda path: path.parts[-5])
def test_a_translation_has_the_placeholders_and_elements_of_its_text(path):
    for message in read(path):
        if message.id:
            *_, text = as_tuple(message.id)
            *singular, translation = as_tuple(message.string)
            assert placeholders(translation) == placeholders(text), message.id
            # "One more list" needs no number.
            assert all(set(placeholders(one)) <= set(placeholders(text)) for one in singular)


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-5])
def test_no_text_takes_the_place_of_a_day_or_month(path):
    # All catalogs are one in the end: "may" without a context would be the name of a month.
    with override("en"):
        names = {
            (None, str(name))
            for calendar in (MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR)
            for name in calendar.values()
        }
    assert len(names) > 30
    assert not names & set(messages(read(path)))
