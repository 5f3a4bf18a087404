"""What other apps add to an article's content, each under a key of its own.

It is not on the form, and acts at once: an editor's word on the article, not a part of its text.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_registered = {}


@dataclass(frozen=True)
class AddedPart:
    key: str
    label: str
    # Of an article, its value in JSON's types; None stands for nothing known of it.
    read: Callable[[Any], Any]
    # Makes an article's value what it is given, as far as that is possible now.
    write: Callable[[Any, Any], None]
    # Of a value, what it is to those who compare two.
    as_html: Callable[[Any], str]


def register(part):
    _registered[part.key] = part


def added_parts():
    return _registered


def added_content(article):
    return {key: part.read(article) for key, part in _registered.items()}


def added_of(content):
    """Return what of `content` other apps added; one that is older than a part lacks it."""
    return {key: content[key] for key in _registered if key in content}


def apply_added(content, article):
    for key, value in added_of(content).items():
        _registered[key].write(article, value)
