"""Search by SQLite's FTS5: bm25 over the columns of terms, and trigrams of names and words."""

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL

from ..models.search import COLUMNS
from .engine import RESEMBLING

_SHORTEST = 3  # what the trigram tables can find


def matches(articles, query):
    """Return `articles` that match, each with its `relevance`, the higher the better."""
    return articles.filter(search_match__entry__match=_match(query)).alias(
        relevance=-F("search_match__rank")
    )


def write(entries):
    """Write the entries, lists of terms by column, by the articles' ids."""
    remove(entries)
    columns = ", ".join(COLUMNS)
    places = ", ".join(["%s"] * (len(COLUMNS) + 1))
    rows = [(pk, *(" ".join(terms[column]) for column in COLUMNS)) for pk, terms in entries.items()]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO articles_searchentry (rowid, {columns}) VALUES ({places})",  # noqa: S608  (constants)
            rows,
        )


def write_topics(terms):
    """Write the terms of the topics alone, by the ids of articles that have entries."""
    rows = [(" ".join(found), pk) for pk, found in terms.items()]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE articles_searchentry SET topics = %s WHERE rowid = %s", rows)


def remove(pks):
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM articles_searchentry WHERE rowid = %s", [(pk,) for pk in pks]
        )


def resembling(rows, text):
    """Return those of `rows` whose `folded` has the most trigrams in common with `text`."""
    padded = f" {text} "
    trigrams = {padded[start : start + _SHORTEST] for start in range(len(padded) - 2)}
    return _by_trigrams(rows, " OR ".join(map(_quoted, sorted(trigrams))), limit=RESEMBLING)


def containing(rows, fragments):
    """Return those of `rows` whose `folded` has all of `fragments`."""
    for fragment in fragments:
        rows = rows.filter(folded__contains=fragment)
    long = [fragment for fragment in fragments if len(fragment) >= _SHORTEST]
    return _by_trigrams(rows, " AND ".join(map(_quoted, long))) if long else rows


def _match(query):
    parts = [_quoted(term) for term in query.terms]
    if query.beginning:
        parts[-1] = f"({parts[-1]} OR {_quoted(query.beginning)} *)"
    return (" OR " if query.is_any else " AND ").join(parts)


def _by_trigrams(rows, match, *, limit=-1):
    table = f"{rows.model._meta.db_table}_trigrams"
    sql = f"SELECT rowid FROM {table} WHERE {table} MATCH %s ORDER BY rank LIMIT %s"  # noqa: S608  (a table's name)
    return rows.filter(pk__in=RawSQL(sql, (match, limit)))  # noqa: S611  (its own parameters)


def _quoted(text):
    return f'"{text}"'
