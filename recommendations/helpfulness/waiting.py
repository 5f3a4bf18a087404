"""Counts on their way into the database, in this process's memory: what is counted writes nothing.

What a process has not stored yet ends with it: a minute's counts at most.
"""

import time
from collections import Counter
from threading import Lock
from typing import NamedTuple

SECONDS = 60
MOST = 1000


class Event(NamedTuple):
    """A link that was seen or followed. `day` is an ISO date, for tasks, which take only JSON."""

    article: int
    target: int
    position: int
    place: str
    day: str
    what: str


class Waiting:
    def __init__(self):
        self._lock = Lock()
        self._counts = Counter()
        self._taken_at = time.monotonic()

    def add(self, events):
        """Count `events`; return all counts that wait, and forget them, if it is time to store."""
        with self._lock:
            self._counts.update(events)
            now = time.monotonic()
            if len(self._counts) < MOST and now < self._taken_at + SECONDS:
                return {}
            self._taken_at = now
            counts, self._counts = self._counts, Counter()
        return counts


waiting = Waiting()
