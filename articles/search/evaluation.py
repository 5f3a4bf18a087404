"""How well search finds an article by a name that is not its title."""

import random
import string
from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean

from django.db import transaction

from ..models import Article
from .index import index_articles
from .results import search
from .text import fold

TOP = 3
_BATCH = 250


@dataclass(frozen=True)
class Query:
    text: str
    language: str
    right: frozenset  # ids of the articles it should find


def queries():
    """Return a query for each other name of a public article, right for all that have it."""
    owners, spellings = defaultdict(set), {}
    for article in _public():
        for name in article.also_known_as:
            key = (article.language, fold(name))
            owners[key].add(article.pk)
            spellings.setdefault(key, name)
    return [
        Query(spellings[key], key[0], frozenset(right)) for key, right in sorted(owners.items())
    ]


def with_typing_mistakes(queries, seed):
    """Return `queries`, each with one letter inserted, deleted, replaced or swapped at random."""
    rng = random.Random(seed)  # noqa: S311  (repeatable, no secret)
    return [Query(mistype(query.text, rng), query.language, query.right) for query in queries]


def mistype(text, rng):
    """Return `text` with one mistake, none if it has no letter to make it at."""
    letters = [place for place, char in enumerate(text) if char.isalpha()]
    mistaken = text
    while letters and mistaken == text:
        place, letter = rng.choice(letters), rng.choice(string.ascii_lowercase)
        before, char, after = text[:place], text[place], text[place + 1 :]
        mistaken = rng.choice(
            [
                f"{before}{letter}{char}{after}",
                f"{before}{after}" if len(letters) > 1 else text,
                f"{before}{letter}{after}",
                f"{before}{after[:1]}{char}{after[1:]}" if after[:1].isalpha() else text,
            ]
        )
    return mistaken


def measure(queries, on_progress=lambda: None):
    """Return the shares of `queries` whose article is the first found, and in the top three."""
    ranks = []
    for query in queries:
        found = search(query.text, query.language).articles.values_list("pk", flat=True)[:TOP]
        ranks.append([pk in query.right for pk in found])
        on_progress()
    if not ranks:
        return {}
    return {
        "first": fmean(any(hits[:1]) for hits in ranks),
        f"top {TOP}": fmean(any(hits) for hits in ranks),
    }


def measure_without_names(queries, on_progress=lambda: None):
    """Measure as if no article had any other name, in a transaction that is undone."""
    with transaction.atomic():
        articles = list(_public())
        for article in articles:
            article.also_known_as = []
        for first in range(0, len(articles), _BATCH):
            index_articles(articles[first : first + _BATCH])
        measures = measure(queries, on_progress)
        transaction.set_rollback(True)
    return measures


def _public():
    return Article.objects.published().prefetch_related("topics", "questions").order_by("pk")
