"""Pages by cursor: what is published meanwhile neither repeats nor hides anything.

django-ninja's own counts how many rows have the same value as the last one, to 100 at most; an
import gives thousands of articles one date.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from ninja import Field, Schema

MOST_ON_A_PAGE = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NUMBER = r"[0-9]{1,16}"
_FROM_NEXT = "From the address in `next` of the page before."


class Paging(Schema):
    limit: int = Field(20, ge=1, le=MOST_ON_A_PAGE, description="How many at most.")
    cursor: str | None = Field(None, pattern=rf"^{_NUMBER}$", description=_FROM_NEXT)


class PagingByTime(Paging):
    # Any number of so many digits is a moment that Python knows.
    cursor: str | None = Field(None, pattern=rf"^-?{_NUMBER}_{_NUMBER}$", description=_FROM_NEXT)


def newest_first(request, articles, page):
    """Return the articles on the page, and the address of the next page if there is one."""
    articles = articles.newest_first()
    if page.cursor is not None:
        moment, pk = page.cursor.split("_")
        moment = _EPOCH + int(moment) * _MICROSECOND
        articles = articles.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk))
    found, is_last = _take(articles, page.limit)
    if is_last:
        return found, None
    position = (found[-1].published_at - _EPOCH) // _MICROSECOND
    return found, _address_after(request, f"{position}_{found[-1].pk}")


def in_order_of_keys(request, rows, page):
    """Return the rows on the page, and the address of the next page if there is one."""
    found, is_last = _take(rows.filter(pk__gt=page.cursor or 0).order_by("pk"), page.limit)
    return found, None if is_last else _address_after(request, found[-1].pk)


def best_first(request, found, page):
    """Return the results on the page, and the address of the next page if there is one.

    Ranks have no cursor that outlives a change: the next page starts after so many results.
    """
    start = int(page.cursor or 0)
    results, is_last = _take(found[start : start + page.limit + 1], page.limit)
    return results, None if is_last else _address_after(request, start + page.limit)


def _take(rows, limit):
    found = list(rows[: limit + 1])
    return found[:limit], len(found) <= limit


def _address_after(request, cursor):
    """Return the address of this very request with a cursor."""
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
