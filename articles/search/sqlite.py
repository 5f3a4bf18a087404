"""Search by SQLite's FTS5."""

from django.db import connection
from django.db.models import F, Func, TextField, Value

from ..models.search import COLUMNS
from .text import MARK_END, MARK_START, PASSAGE_WORDS, columns_of


def matches(articles, words, language):
    query = " ".join(f'"{word}"' for word in words) + "*"
    return (
        articles.filter(search_entry__entry__match=query)
        .annotate(passage=Passage(F("search_entry__entry")))
        .order_by("search_entry__rank", "pk")
    )


class Passage(Func):
    """The part of the body that answers the query best, by FTS5's snippet()."""

    function = "snippet"
    output_field = TextField()

    def __init__(self, entry):
        body = COLUMNS.index("body")
        marks = [Value(MARK_START), Value(MARK_END), Value("…")]
        super().__init__(entry, Value(body), *marks, Value(PASSAGE_WORDS))


def write(articles):
    rows = [(article.pk, *columns_of(article).values()) for article in articles]
    columns = ", ".join(COLUMNS)
    places = ", ".join(["%s"] * (len(COLUMNS) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM articles_searchentry WHERE rowid = %s", [row[:1] for row in rows]
        )
        cursor.executemany(
            f"INSERT INTO articles_searchentry (rowid, {columns}) VALUES ({places})",  # noqa: S608
            rows,
        )
