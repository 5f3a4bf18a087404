"""Where a reader's browser says what was seen and followed of one list."""

from typing import Annotated, Literal

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from ninja import Field, Schema
from pydantic import ValidationError

from articles.limits import Limit, sender_key
from articles.views.feedback import is_from_our_page

from ..models import LinkCount
from .storing import store
from .waiting import Event, waiting

LONGEST = 4000
MOST_LINKS = 10
FROM_ONE_ADDRESS = Limit("read-more-counts", times=60, seconds=60)

Key = Annotated[int, Field(ge=1, lt=2**63)]
Link = tuple[Key, Annotated[int, Field(ge=1, le=MOST_LINKS)]]
Links = Annotated[list[Link], Field(max_length=MOST_LINKS)]


class Beacon(Schema):
    """Which article's list it was, and of its links the target and the position, from 1."""

    article: Key
    place: Literal[tuple(LinkCount.Place.values)]
    shown: Links
    clicked: Links

    def events(self):
        day = timezone.localdate().isoformat()
        for what in ("shown", "clicked"):
            for target, position in set(getattr(self, what)):
                yield Event(self.article, target, position, self.place, day, what)


# Django's protection needs a cookie, and guards what somebody's account may do. Here nobody has an
# account, and an editor who has one is not counted.
@csrf_exempt
@require_POST
def receive(request):
    """Count for a moment in memory, see `waiting`; say nothing of whether it was."""
    if not settings.COUNT_READ_MORE:
        raise Http404
    if not _asks_not_to_be_counted(request) and not FROM_ONE_ADDRESS.is_passed(sender_key(request)):
        beacon = _read(request)
        if beacon is None:
            return HttpResponse(status=400)
        if beacon.place == LinkCount.Place.PAGE and not is_from_our_page(request):
            return HttpResponse(status=403)
        if counts := waiting.add(beacon.events()):
            store.enqueue(list(counts.items()))
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def _asks_not_to_be_counted(request):
    return (
        request.headers.get("Sec-GPC") == "1"
        or request.headers.get("DNT") == "1"
        or settings.SESSION_COOKIE_NAME in request.COOKIES
    )


def _read(request):
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        return None
    try:
        return Beacon.model_validate_json(request.body)
    except ValidationError:
        return None
