"""One request to a server that nobody vouches for.

The standard library does: what is special here, that the address that was looked at is the one
that is connected to, no library of HTTP does by itself.
"""

import socket
import ssl
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from threading import Event, Timer
from urllib.parse import urlsplit

from django.conf import settings

# For all of a request, however slowly the server says something.
SECONDS = 15


class PrivateAddressError(Exception):
    """A host in a private network, or on this machine: nothing of it is asked."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str = ""
    retry_after: str = ""


def request(method, url):
    """Return the server's `Answer`, without its body.

    Raises:
        PrivateAddressError: The host is none of the public internet.
        OSError: No connection, or none that can be trusted; nothing in time.
        http.client.HTTPException: What came is no HTTP.
    """
    parts = urlsplit(url)
    kind = _SecureConnection if parts.scheme == "https" else _Connection
    # Without a port, it would take the end of an IPv6 address for one.
    connection = kind(parts.hostname, parts.port or kind.default_port, timeout=SECONDS)
    with closing(connection), _ended_in_time(connection):
        target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        connection.request(method, target, headers={"User-Agent": user_agent(), "Accept": "*/*"})
        response = connection.getresponse()
    headers = response.headers
    return Answer(response.status, headers.get("Location", ""), headers.get("Retry-After", ""))


def user_agent():
    """Return a name that says who asks, and where to complain."""
    return f"health-articles link checker (+{settings.SITE_URL}/)"


class _Connection(HTTPConnection):
    def connect(self):
        self.sock = _connect(self.host, self.port, self.timeout)


class _SecureConnection(HTTPSConnection):
    def connect(self):
        self.sock = ssl.create_default_context().wrap_socket(
            _connect(self.host, self.port, self.timeout),
            server_hostname=self.host,
            do_handshake_on_connect=False,  # but where it can be aborted
        )
        self.sock.do_handshake()


def _connect(host, port, seconds):
    """Connect to an address of `host`, once all of its addresses are seen to be public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not settings.LINK_CHECK_PRIVATE and not all(is_public(info[4][0]) for info in found):
        raise PrivateAddressError(host)
    problem = OSError("no address")
    for _family, _type, _protocol, _name, address in found:
        try:
            return socket.create_connection(address[:2], seconds)
        except OSError as error:
            problem = error
    raise problem


def is_public(text):
    address = ip_address(text)
    # An IPv4 address in IPv6's clothes is what it is underneath.
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_global and not address.is_multicast


@contextmanager
def _ended_in_time(connection):
    """Raise TimeoutError where the server is still talking, however busily, when its time is up."""
    is_over = Event()

    def abort():
        is_over.set()
        # close() would leave the other thread waiting. Who was faster has closed it already.
        with suppress(OSError):
            if connection.sock is not None:
                # Past the methods of TLS, which would say a polite farewell first.
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    timer = Timer(SECONDS, abort)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException):
        if not is_over.is_set():
            raise
    finally:
        timer.cancel()
    if is_over.is_set():
        raise TimeoutError
