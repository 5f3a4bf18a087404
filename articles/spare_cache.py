"""A cache that the site can do without: pages are made anew, and nothing is counted."""

import logging
import time

from django.core.cache import caches

logger = logging.getLogger(__name__)

# So long a cache that failed is left alone, so that it costs readers no time.
REST_SECONDS = 10


class SpareCache:
    """One of the caches, which has nothing while it is out of order.

    That is said once, with its reason, and once more when it is back.
    """

    def __init__(self, alias="default"):
        self.alias = alias
        self.rests_until = None

    def get(self, key):
        return self._ask("get", key)

    def set(self, key, value, timeout):
        self._ask("set", key, value, timeout)

    def get_or_set(self, key, default, timeout):
        return self._ask("get_or_set", key, default, timeout)

    def count(self, key, timeout):
        """Count one more for `key`, from 0 on, and return how many there are now, or None."""
        self._ask("add", key, 0, timeout)
        return self._ask("incr", key)

    def _ask(self, method, *arguments):
        is_broken = self.rests_until is not None
        if is_broken and time.monotonic() < self.rests_until:
            return None
        try:
            answer = getattr(caches[self.alias], method)(*arguments)
        except ValueError:  # there is no such key to add to: a full cache has just dropped it
            return None
        except Exception:  # each driver has its own
            self.rests_until = time.monotonic() + REST_SECONDS
            if not is_broken:
                logger.exception("The cache “%s” does not work; the site does without", self.alias)
            return None
        if is_broken:
            self.rests_until = None
            logger.warning("The cache “%s” works again", self.alias)
        return answer
