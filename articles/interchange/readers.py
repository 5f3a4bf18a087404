"""Readers: each turns an open file of one format into (line number, dict) pairs."""

import gzip
import json
import zlib
from pathlib import Path

from .problems import Place, Problem

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_KINDS = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


class UnreadableError(Exception):
    """A line that does not hold what the format says; the next one may."""


def kind_of(value):
    """Name the type of a JSON value as its author knows it."""
    return _KINDS[type(value)]


def read_json_lines(file):
    """Yield (line number, object or `UnreadableError`) for each line that is not blank."""
    for number, line in enumerate(file, start=1):
        if number == 1:
            line = line.removeprefix(_BYTE_ORDER_MARK)
        if line.strip():
            try:
                yield number, _json_object(line.rstrip())
            except UnreadableError as error:
                yield number, error


def read_gzipped_json_lines(file):
    with gzip.open(file) as unpacked:
        yield from read_json_lines(unpacked)


def _json_object(line):
    try:
        value = json.loads(line.decode(), object_pairs_hook=_dict_of_distinct_keys)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"is not UTF-8 (byte {error.start + 1} of the line)") from error
    except json.JSONDecodeError as error:
        raise UnreadableError(f"is not JSON: {error.msg} (column {error.colno})") from error
    except RecursionError as error:
        raise UnreadableError("is not JSON that can be read: nested too deep") from error
    except ValueError as error:
        raise UnreadableError("is not JSON that can be read: a number is too long") from error
    if not isinstance(value, dict):
        raise UnreadableError(f"must be a JSON object, not {kind_of(value)}")
    return value


def _dict_of_distinct_keys(pairs):
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise UnreadableError(f"has the key `{repeated}` twice")
    return values


# By the ending of the file's name.
READERS = {
    ".jsonl": read_json_lines,
    ".jsonl.gz": read_gzipped_json_lines,
}


def open_binary(path):
    return path.open("rb")


def read(name, *, open_file=open_binary):
    """Yield (place, dict) for each article in the file `name`, and a `Problem` for what is none.

    `open_file` opens a path for reading bytes; a progress bar may watch what is read.
    """
    reader = next((READERS[end] for end in READERS if name.lower().endswith(end)), None)
    if reader is None:
        yield Problem(Place(name), f"cannot be imported; these can: {', '.join(READERS)}")
        return
    number = 0
    try:
        with open_file(Path(name)) as file:
            for number, found in reader(file):
                place = Place(name, number)
                if isinstance(found, UnreadableError):
                    yield Problem(place, str(found))
                else:
                    yield place, found
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        after = f" after line {number}" if number else ""
        yield Problem(Place(name), f"cannot be read{after}: {reason}")
