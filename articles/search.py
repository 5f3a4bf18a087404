"""Search by the database's own full text. Nothing else in the project knows how."""

import re

from django.db import connection
from django.db.models import F, Func, TextField, Value

from .html import html_to_text
from .models import Article
from .models.search import COLUMNS

# Around a found word, until the text is escaped: characters that no text has.
MARK_START, MARK_END = "\ue000", "\ue001"
PASSAGE_WORDS = 24

_WORD = re.compile(r"\w+(?:['’]\w+)*")  # noqa: RUF001  (typographic apostrophe)


def search(text, language):
    """Return public articles in `language` that have every word of `text`, best first.

    Each has a `passage`, plain text with `MARK_START` and `MARK_END` around the words found.
    """
    terms = [f'"{word}"' for word in _WORD.findall(text)]
    if not terms:
        return Article.objects.none()
    # The last word may be one that is still being typed.
    query = " ".join(terms) + "*"
    return (
        Article.objects.published()
        .in_language(language)
        .filter(search_entry__entry__match=query)
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


def index_articles(articles):
    """Write the index rows of `articles`, whose rows (topics, questions) are saved already."""
    rows = [(article.pk, *_columns(article).values()) for article in articles]
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


def _columns(article):
    questions = [
        f"{question.question}\n{html_to_text(question.answer)}"
        for question in article.questions.all()
    ]
    return {
        "title": article.title,
        "names": "\n".join(article.also_known_as),
        "topics": "\n".join(topic.name for topic in article.topics.all()),
        "summary": article.summary,
        "body": "\n".join([html_to_text(article.body), *questions]),
    }
