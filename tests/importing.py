"""Run the two commands as a person would, and see what they see."""

import json
from dataclasses import dataclass
from io import StringIO

from django.core.management import CommandError, call_command


@dataclass(frozen=True)
class Outcome:
    output: str
    errors: str
    status: int


def line(identifier="a", **values):
    """Return a dict that can be imported."""
    return {
        "id": identifier,
        "title": f"Title of {identifier}",
        "body_html": f"<p>Text of {identifier}.</p>",
        **values,
    }


def write_lines(path, *lines):
    """Write dicts as JSON, and strings and bytes as they are."""
    with path.open("wb") as file:
        for item in lines:
            text = json.dumps(item) if isinstance(item, dict) else item
            file.write((text if isinstance(text, bytes) else text.encode()) + b"\n")
    return path


def run(command, *args, **options):
    output, errors, status = StringIO(), StringIO(), 0
    try:
        call_command(command, *map(str, args), stdout=output, stderr=errors, **options)
    except CommandError as error:
        status = error.returncode
        errors.write(str(error))
    return Outcome(output.getvalue(), errors.getvalue(), status)


def run_import(*args, **options):
    return run("import_articles", *args, **options)


def run_export(*args, **options):
    return run("export_articles", *args, **options)
