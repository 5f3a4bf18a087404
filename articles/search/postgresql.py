"""Search by PostgreSQL's full text, under configurations that a migration makes."""

from functools import reduce
from operator import and_

from django.contrib.postgres.search import (
    Lexeme,
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db import connection
from django.db.models import ExpressionWrapper, F, TextField, Value
from django.db.models.functions import Replace

from .text import MARK_END, MARK_START, PASSAGE_WORDS, columns_of, words

# Of the body, the summary, the topics, and the title with the other names: PostgreSQL's D to A.
WEIGHTS = [0.05, 0.3, 0.4, 1.0]
# Divide the rank by the logarithm of the text's length.
BY_LENGTH = 1
# PostgreSQL refuses vectors of more than 1 MB; no text of this size makes one.
INDEXED_BYTES = 400_000

# Stands for "<" in the stored text: ts_headline() leaves out what looks like a tag.
_LESS_THAN = "\ue002"
_CONFIGURATIONS = {"en": "articles_english", "es": "articles_spanish"}
_WRITE = """
INSERT INTO articles_searchentry (rowid, body, vector)
VALUES (
    %(rowid)s,
    %(text)s,
    setweight(to_tsvector(%(configuration)s::regconfig, %(title)s), 'A')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(names)s), 'A')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(topics)s), 'B')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(summary)s), 'C')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(body)s), 'D')
)
ON CONFLICT (rowid) DO UPDATE SET body = excluded.body, vector = excluded.vector
"""


def matches(articles, words, language):
    configuration = _configuration(language)
    *finished, last = words
    lexemes = [*map(Lexeme, finished), Lexeme(last, prefix=True)]
    query = SearchQuery(reduce(and_, lexemes), config=configuration)
    vector = ExpressionWrapper(F("search_entry__vector"), output_field=SearchVectorField())
    headline = SearchHeadline(
        "search_entry__body",
        query,
        config=configuration,
        start_sel=MARK_START,
        stop_sel=MARK_END,
        max_words=PASSAGE_WORDS,
    )
    passage = Replace(headline, Value(_LESS_THAN), Value("<"), output_field=TextField())
    rank = SearchRank(vector, query, weights=WEIGHTS, normalization=BY_LENGTH, cover_density=True)
    return (
        articles.alias(vector=vector)
        .filter(vector=query)
        .annotate(passage=passage)
        .order_by(rank.desc(), "pk")
    )


def write(articles):
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, [_row(article) for article in articles])


def _row(article):
    columns = columns_of(article)
    return {
        "rowid": article.pk,
        "configuration": _configuration(article.language),
        "text": columns["body"].replace("<", _LESS_THAN),
        **{name: _plain(text) for name, text in columns.items()},
    }


def _plain(text):
    """Return only the words: PostgreSQL takes "and/or" for a path and "-19" for a number."""
    return " ".join(words(text)).encode()[:INDEXED_BYTES].decode(errors="ignore")


def _configuration(language):
    return _CONFIGURATIONS.get(language, "articles_simple")
