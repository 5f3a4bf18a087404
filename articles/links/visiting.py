"""What is at an address on another site: one look, with redirects, by HEAD and where needed GET."""

import socket
import ssl
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urljoin

from ..models import ExternalAddress
from .http import PrivateAddressError, request
from .reading import web_address

MOST_REDIRECTS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_GONE = frozenset({404, 410})
# It may be otherwise in a moment.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})

Result = ExternalAddress.Result


@dataclass(frozen=True)
class Outcome:
    result: Result
    status: int | None = None
    detail: str = ""
    final_url: str = ""
    # Whether it may be otherwise in a moment, and when the server asks to be asked again.
    may_pass: bool = False
    retry_after: str = ""


def visit(url):
    """Return the `Outcome` of asking for `url`; nothing that goes wrong there is an error here."""
    try:
        return _follow(url)
    except PrivateAddressError:
        return Outcome(Result.REFUSED)
    except ssl.SSLCertVerificationError as error:
        return Outcome(Result.BROKEN, detail=f"certificate: {error.verify_message}")
    except socket.gaierror as error:
        is_unknown = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
        result = Result.BROKEN if is_unknown else Result.UNSURE
        return Outcome(result, detail="no such host", may_pass=not is_unknown)
    except (OSError, HTTPException) as error:
        return Outcome(Result.UNSURE, detail=_in_words(error), may_pass=True)


def _follow(url):
    here, seen, for_good = url, set(), True
    while here not in seen and len(seen) <= MOST_REDIRECTS:
        seen.add(here)
        answer = _ask(here)
        if answer.status not in _REDIRECTS or not answer.location:
            return _judge(answer, moved_to=here if for_good and here != url else "")
        for_good = for_good and answer.status in _FOR_GOOD
        here = web_address(urljoin(here, answer.location))
        if not here:
            return Outcome(Result.BROKEN, answer.status, "redirected to no address")
    return Outcome(Result.BROKEN, answer.status, "redirected in circles")


def _ask(url):
    """Return what a server says to HEAD, or, if it may be because of that, to GET."""
    try:
        answer = request("HEAD", url)
    except (ConnectionError, HTTPException):
        return request("GET", url)
    if answer.status < HTTPStatus.BAD_REQUEST or answer.status in (429, 503):
        return answer
    return request("GET", url)


def _judge(answer, *, moved_to):
    status = answer.status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Outcome(Result.MOVED if moved_to else Result.OK, status, final_url=moved_to)
    if status in _GONE:
        return Outcome(Result.BROKEN, status)
    # Many servers refuse programs what they give to people.
    return Outcome(
        Result.UNSURE, status, may_pass=status in _PASSING, retry_after=answer.retry_after
    )


def _in_words(error):
    return "no answer in time" if isinstance(error, TimeoutError) else str(error) or repr(error)
