"""Checks many addresses: several hosts at a time, each host slowly."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from threading import Event
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from ..models import ExternalAddress
from ..models.external import URL_LENGTH
from .visiting import Result, visit

HOSTS_AT_A_TIME = 8
TRIES = 3
FIRST_BACKOFF = 5
# Who asks to be left alone for longer is asked the next time.
LONGEST_WAIT = 60

_FAILURES = (Result.BROKEN, Result.UNSURE)


def check(addresses, *, wait=None):
    """Check `addresses`, store what was found, and yield each when it is done.

    `wait` is called with seconds, and returns whether to stop. When the caller stops, so do the
    threads; what was yielded is stored.
    """
    by_host = defaultdict(list)
    for address in addresses:
        by_host[urlsplit(address.url).hostname].append(address)
    n_addresses = sum(map(len, by_host.values()))
    stop, done = Event(), Queue()
    wait = wait or stop.wait
    executor = ThreadPoolExecutor(HOSTS_AT_A_TIME)
    try:
        for its in by_host.values():
            executor.submit(_check_host, its, done, wait)
        for _ in range(n_addresses):
            address, outcome = done.get()
            _store(address, outcome)
            yield address
    finally:
        stop.set()
        executor.shutdown(cancel_futures=True)


def _check_host(addresses, done, wait):
    for number, address in enumerate(addresses):
        if number and wait(settings.LINK_CHECK_INTERVAL):
            return
        try:
            outcome = _visit_patiently(address.url, wait)
        except Exception as error:  # noqa: BLE001  (whoever waits for it must hear)
            outcome = error
        done.put((address, outcome))


def _visit_patiently(url, wait):
    """Visit until what may pass has passed, waiting as long as the server asks, or ever longer."""
    outcome = visit(url)
    for number in range(TRIES - 1):
        seconds = _seconds(outcome.retry_after, FIRST_BACKOFF * 2**number)
        if not outcome.may_pass or seconds > LONGEST_WAIT or wait(seconds):
            break
        outcome = visit(url)
    return outcome


def _seconds(retry_after, default):
    """Return for how long a server asks not to be asked; a date counts as too long to wait."""
    if not retry_after:
        return default
    return int(retry_after) if retry_after.isdecimal() else LONGEST_WAIT + 1


def _store(address, outcome):
    if isinstance(outcome, Exception):
        raise outcome
    address.checked_at = timezone.now()
    address.result, address.status = outcome.result, outcome.status
    address.detail, address.final_url = outcome.detail[:200], outcome.final_url[:URL_LENGTH]
    is_failing = outcome.result in _FAILURES
    address.failing_since = (address.failing_since or address.checked_at) if is_failing else None
    # Not save(): the address may be gone, with the last link to it.
    ExternalAddress.objects.filter(pk=address.pk).update(
        checked_at=address.checked_at,
        result=address.result,
        status=address.status,
        detail=address.detail,
        final_url=address.final_url,
        failing_since=address.failing_since,
    )
