"""Search by PostgreSQL's full text: vectors of our own terms, and trigrams by pg_trgm."""

from collections import defaultdict

from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import BooleanField, F, Func, TextField, Value
from django.db.models.expressions import RawSQL

from .engine import RESEMBLING

# What the letters of a vector stand for, and their weights in the order D to A.
LABELS = {"title": "A", "names": "A", "topics": "B", "summary": "C", "body": "D"}
WEIGHTS = [0.05, 0.3, 0.4, 1.0]
# Divide the rank by the logarithm of the text's length.
BY_LENGTH = 1
# PostgreSQL refuses vectors of more than 1 MB; no terms of this size make one.
INDEXED_BYTES = 400_000
# Cover density, which looks at how near the terms are, must not see columns as one text.
_GAP = 50
_LAST_POSITION = 16383

_WRITE = """
INSERT INTO articles_searchentry (rowid, vector) VALUES (%s, %s::tsvector)
ON CONFLICT (rowid) DO UPDATE SET vector = excluded.vector
"""
_WRITE_TOPICS = """
UPDATE articles_searchentry SET vector = ts_filter(vector, '{a,c,d}') || %s::tsvector
WHERE rowid = %s
"""


class TsQuery(Func):
    """A query in the language of tsquery, taken as it stands."""

    template = "%(expressions)s::tsquery"
    output_field = TextField()

    def __init__(self, query):
        super().__init__(Value(_tsquery(query)))


class Matches(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    arity = 2
    output_field = BooleanField()


def matches(articles, query):
    """Return `articles` that match, each with its `relevance`, the higher the better."""
    vector, tsquery = F("search_entry__vector"), TsQuery(query)
    rank = SearchRank(
        vector, tsquery, weights=WEIGHTS, normalization=BY_LENGTH, cover_density=not query.is_any
    )
    return articles.filter(Matches(vector, tsquery)).alias(relevance=rank)


def write(entries):
    """Write the entries, lists of terms by column, by the articles' ids."""
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, [(pk, _vector(terms)) for pk, terms in entries.items()])


def write_topics(terms):
    """Write the terms of the topics alone, by the ids of articles that have entries."""
    rows = [(_vector({"topics": found}), pk) for pk, found in terms.items()]
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE_TOPICS, rows)


def remove(pks):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_searchentry WHERE rowid = ANY(%s)", [list(pks)])


def resembling(rows, text):
    """Return those of `rows` whose `folded` has the most trigrams in common with `text`.

    Looked up one by one: the operators of pg_trgm have thresholds that a few letters do not reach.
    """
    table = rows.model._meta.db_table
    sql = (
        f"SELECT id FROM {table} WHERE folded LIKE ANY(%s) "  # noqa: S608  (a table's name)
        "ORDER BY word_similarity(%s, folded) DESC, similarity(%s, folded) DESC LIMIT %s"
    )
    parameters = (_patterns(text), text, text, RESEMBLING)
    return rows.filter(pk__in=RawSQL(sql, parameters))  # noqa: S611  (its own parameters)


def containing(rows, fragments):
    """Return those of `rows` whose `folded` has all of `fragments`; its trigrams find them."""
    for fragment in fragments:
        rows = rows.filter(folded__contains=fragment)
    return rows


def _patterns(text):
    """Return what each trigram of folded `text` looks like inside, at the start and at the end."""
    inside = {text[start : start + 3] for start in range(len(text) - 2)}
    start, end = text[:2], text[-2:]
    return [
        *(f"%{trigram}%" for trigram in sorted(inside)),
        *(f"{start}%", f"% {start}%"),
        *(f"%{end}", f"%{end} %"),
    ]


def _tsquery(query):
    parts = [_quoted(term) for term in query.terms]
    if query.beginning:
        parts[-1] = f"({parts[-1]} | {_quoted(query.beginning)}:*)"
    return (" | " if query.is_any else " & ").join(parts)


def _vector(columns):
    """Return the terms with their positions as PostgreSQL writes a tsvector."""
    places, position, size = defaultdict(list), 0, 0
    for column, label in LABELS.items():
        for term in columns.get(column, ()):
            position += 1
            size += len(term.encode()) + 1
            if size > INDEXED_BYTES:
                break
            places[term].append(f"{min(position, _LAST_POSITION)}{label}")
        position += _GAP
    return " ".join(f"{_quoted(term)}:{','.join(found)}" for term, found in places.items())


def _quoted(term):
    return f"'{term}'"
