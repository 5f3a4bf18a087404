"""Pages by cursor: what is published meanwhile neither repeats nor hides anything.

django-ninja's own counts how many rows have the same value as the last one, to 100 at most; an
import gives thousands of articles one date.
"""

import base64
import json
from datetime import datetime

from django.db.models import Q
from ninja import Field, Schema
from ninja.errors import ValidationError

MOST_ON_A_PAGE = 100


class Paging(Schema):
    limit: int = Field(20, ge=1, le=MOST_ON_A_PAGE, description="How many at most.")
    cursor: str | None = Field(None, description="From the address in `next` of the page before.")


def newest_first(request, articles, page):
    """Return the articles on the page, and the address of the next page if there is one."""
    articles = articles.newest_first()
    if page.cursor is not None:
        moment, pk = _read(page.cursor, _newest)
        articles = articles.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk))
    found = list(articles[: page.limit + 1])
    if len(found) <= page.limit:
        return found, None
    *found, _further = found
    last = found[-1]
    return found, address_after(request, [last.published_at.isoformat(), last.pk])


def _newest(position):
    moment, pk = position
    return datetime.fromisoformat(moment), int(pk)


def address_after(request, position):
    """Return the address of this very request with a cursor to what comes after `position`."""
    cursor = base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"


def _read(cursor, parse):
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return parse(json.loads(base64.urlsafe_b64decode(padded)))
    except (ValueError, TypeError, OverflowError) as error:
        message = "This cursor is not one of ours: take it from `next` of another page."
        raise ValidationError([{"loc": ["query", "cursor"], "msg": message}]) from error
