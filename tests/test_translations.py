"""The catalogs that the repository holds are whole, and compiled."""

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

CATALOGS = sorted(Path(__file__).resolve().parent.parent.glob("*/locale/*/LC_MESSAGES/django.po"))


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


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-5])
def test_every_message_is_translated(path):
    catalog = read(path)
    assert len(catalog) > 0
    for message in catalog:
        assert all(as_tuple(message.string)) or not message.id, message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-5])
def test_the_compiled_catalog_is_that_of_the_text(path):
    assert messages(read(path)) == messages(read(path.with_suffix(".mo")))
