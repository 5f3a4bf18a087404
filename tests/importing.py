"""Run the two commands as a person would, and see what they see."""

import json
from dataclasses import dataclass
from io import StringIO

from django.core.management import CommandError, call_command

# A line with every key.
COMPLETE = {
    "id": "cramps",
    "title": "Leg cramps",
    "slug": "night-cramps",
    "language": "en",
    "status": "published",
    "summary": "Sudden pain.\nMostly harmless.",
    "key_facts": ["They pass.", "Stretching helps."],
    "body_html": "<h2>Why</h2><p>Nobody knows.</p>",
    "topics": ["Sleep", "Muscles"],
    "also_known_as": ["Charley horse"],
    "source_url": "https://example.org/cramps",
    "authors": [{"name": "Ana Ruiz", "credentials": "Pharmacist"}, {"name": "Bo Li"}],
    "questions": [
        {"question": "Does it last?", "answer_html": "<p>No.</p>"},
        {"question": "Is it bad?", "answer_html": "<p>Rarely.</p>"},
    ],
    "references": [
        {"text": "Cramps. NHS.", "url": "https://www.nhs.uk/cramps/", "accessed": "2026-02-03"},
        {"text": "A trial.", "doi": "10.1000/182", "pmid": "123"},
    ],
    "published": "2026-01-02",
    "expires": "2036-01-02T12:00:00+02:00",
    "updated": "2026-02-02T08:30",
    "change_note": "A trial was added.",
    "reviewed": "2026-02-01",
    "review_due": "2028-02-01",
    "reviewer": {"name": "Dr. Cy Dee", "credentials": "Neurologist"},
}


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
