"""What answers a query: the database's own full text.

An engine is a module with the functions of `sqlite` and `postgresql`. It is named after the kind
of database (`connection.vendor`).
"""

from dataclasses import dataclass
from importlib import import_module

from django.db import connection

# How many of what resembles a text are looked at.
RESEMBLING = 150


@dataclass(frozen=True)
class Query:
    """Terms that an article must have: all of them, or any.

    `beginning` is that of a word, without case and accents, which may stand for the last term.
    """

    terms: tuple[str, ...]
    beginning: str = ""
    is_any: bool = False


def engine():
    return import_module(f".{connection.vendor}", __package__)
