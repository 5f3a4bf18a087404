"""Checked values out of a dict that anyone may have written."""

import re
from dataclasses import fields
from datetime import UTC, date, datetime, time

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from ..html import NOT_TEXT
from .readers import kind_of

_LINE_BREAK_OR_TAB = re.compile(r"[\t\n\r]")
_DATE_LENGTH = len("2026-03-01")
# Some moments of these years cannot be shown in every time zone.
_EDGES_OF_TIME = (date.min.year, date.max.year)


class Values:
    """The values of one object of a line, each checked as it is read.

    What is wrong goes to `problems`, pairs of field and message, so that a line is refused once
    and for all its faults; a value that is wrong reads as empty.
    """

    def __init__(self, raw, record, model, *, path="", problems=None):
        self.raw = raw
        self.model = model
        self.path = path
        self.problems = [] if problems is None else problems
        known = {field.name for field in fields(record)}
        for key in raw:
            if key not in known:
                self.refuse(key, "is not a known key")

    def refuse(self, key, message):
        self.problems.append((f"{self.path}{key}", message))

    def text(self, key, column=None, *, required=False):
        """Return a string that `column` of the model (by default of the key's name) takes."""
        value = self._value(key, str, required=required)
        if value is None:
            return ""
        return self._checked_text(key, value, self._field(column or key), required=required)

    def html(self, key, column):
        """Return cleaned HTML; only what was empty from the start may come out empty."""
        value = self._value(key, str, required=True) or ""
        if fault := _fault(value):
            self.refuse(key, fault)
            return ""
        html = self._field(column).sanitize(value)
        if value and not html:
            self.refuse(key, "is empty once cleaned")
        return html

    def texts(self, key, field):
        """Return a list of strings that `field`, of any model, takes."""
        return tuple(
            self._checked_text(item_key, item, field, required=True)
            for item_key, item in self._items(key, str)
        )

    def one(self, key, record, model):
        """Return the `Values` of an object inside this one, or None."""
        value = self._value(key, dict)
        return None if value is None else self._inside(key, value, record, model)

    def many(self, key, record, model):
        """Return the `Values` of each object of a list inside this one."""
        items = self._items(key, dict)
        return [self._inside(item_key, item, record, model) for item_key, item in items]

    def moment(self, key):
        """Return a time in UTC. A date is its midnight; what names no zone is in the site's."""
        value = self._value(key, str)
        if not value:
            return None
        try:
            return _moment(value)
        except ValueError:
            self.refuse(key, f"is not an ISO date or time: {value}")
            return None

    def day(self, key):
        """Return the date that it is at a time here."""
        moment = self.moment(key)
        return moment and timezone.localdate(moment)

    def _value(self, key, kind, *, required=False):
        value = self.raw.get(key)
        if value is None:
            if required:
                self.refuse(key, "is missing")
            return None
        return self._of_kind(key, value, kind)

    def _items(self, key, kind):
        for number, item in enumerate(self._value(key, list) or []):
            item_key = f"{key}[{number}]"
            if self._of_kind(item_key, item, kind) is not None:
                yield item_key, item

    def _of_kind(self, key, value, kind):
        if isinstance(value, kind):
            return value
        self.refuse(key, f"must be {kind_of(kind())}, not {kind_of(value)}")
        return None

    def _inside(self, key, raw, record, model):
        path = f"{self.path}{key}."
        return Values(raw, record, model, path=path, problems=self.problems)

    def _field(self, column):
        return self.model._meta.get_field(column)

    def _checked_text(self, key, value, field, *, required):
        value = value.strip()
        fault = _fault(value, one_line=not isinstance(field, models.TextField))
        if not value:
            fault = "is empty" if required else None
        elif not fault:
            try:
                return field.clean(value, None)
            except ValidationError as error:
                fault = " ".join(error.messages)
        if fault:
            self.refuse(key, fault)
        return ""


def _fault(text, *, one_line=False):
    found = NOT_TEXT.search(text) or (one_line and _LINE_BREAK_OR_TAB.search(text))
    return f"has a character that is not text: U+{ord(found[0]):04X}" if found else None


def _moment(text):
    if len(text) == _DATE_LENGTH:
        moment = datetime.combine(date.fromisoformat(text), time.min)
    else:
        moment = datetime.fromisoformat(text)
    if moment.year in _EDGES_OF_TIME:
        raise ValueError(text)
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return moment.astimezone(UTC)
