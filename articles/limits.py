"""How often something may be done: counted in the cache, and nowhere else.

While that does not work nothing is counted, and everything may be done.
"""

import secrets
import time
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.utils import timezone

from .spare_cache import SpareCache

cache = SpareCache()

_DAY = 24 * 3600
# Providers give a household more addresses than this many bits tell apart, and each its own.
_NETWORK_BITS = {4: 32, 6: 64}


@dataclass(frozen=True)
class Limit:
    """At most `times` in any period of `seconds`, for each key."""

    name: str
    times: int
    seconds: int

    def is_passed(self, key=""):
        """Count one more for `key`, and return whether it is one too many."""
        period = int(time.time()) // self.seconds
        count = cache.count(f"limit:{self.name}:{period}:{key}", timeout=self.seconds)
        return count is not None and count > self.times

    def seconds_left(self):
        """Return how long the present period still takes."""
        return self.seconds - int(time.time()) % self.seconds


def sender_key(request):
    """Return a name for where a request comes from, which tells nobody where that was.

    The salt is random, is kept in the cache only, and is another one each day.
    """
    salt_name = f"limit-salt:{timezone.localdate()}"
    salt = cache.get_or_set(salt_name, secrets.token_hex, timeout=_DAY) or secrets.token_hex()
    return sha256(f"{salt} {_network(_address(request))}".encode()).hexdigest()


def _address(request):
    """Return the address that the outermost of our own proxies saw; the sender chose all others."""
    seen = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    if 0 < proxies <= len(seen):
        return seen[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")


def _network(address):
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return ip_network((parsed, _NETWORK_BITS[parsed.version]), strict=False)
