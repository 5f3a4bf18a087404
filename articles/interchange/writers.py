"""Writers: each turns records into the text of one format."""

import json

from .records import as_plain


def json_lines(records):
    """Yield one line for each record."""
    for record in records:
        yield json.dumps(as_plain(record), ensure_ascii=False) + "\n"


WRITERS = {"jsonl": json_lines}
