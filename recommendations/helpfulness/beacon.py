"""The script that counts. It stands in the page: a file of its own would be one request more.

It is the same on all pages, so that a content security policy can name it by its hash, and pages
that have it can be kept.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.safestring import mark_safe

SCRIPT = (Path(__file__).parent / "beacon.js").read_text(encoding="utf-8")
CSP_SOURCE = f"'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'"


def counting_script():
    """Return what a list's page has between its script tags, and nothing if nothing is counted."""
    return mark_safe(SCRIPT) if settings.COUNT_READ_MORE else ""  # noqa: S308  (our own file)
