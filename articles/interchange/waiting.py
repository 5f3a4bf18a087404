"""Translations that came before their originals, kept on disk until all else is read."""

import json
import tempfile

from .problems import Place
from .records import as_plain
from .validation import validate


class WaitingRecords:
    def __init__(self):
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  (see `close`)
        self._count = 0

    def __len__(self):
        return self._count

    def add(self, place, record):
        self._count += 1
        json.dump([place.file, place.line, as_plain(record)], self._file)
        self._file.write("\n")

    def drain(self):
        """Yield (place, record) of all, and forget them."""
        with self._file as file:
            file.seek(0)
            for line in file:
                name, number, raw = json.loads(line)
                yield Place(name, number), validate(raw)

    def close(self):
        self._file.close()
