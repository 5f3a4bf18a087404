"""Names of articles for what a reader is typing."""

from dataclasses import dataclass

from django.db.models import Case, Value, When
from django.db.models.functions import Length
from rapidfuzz.distance import OSA

from ..models import Article, SearchName
from .engine import engine
from .results import MOST_WORDS
from .spelling import allowed
from .text import fold_word, words

MOST = 8
# With fewer letters, nearly every name begins so.
SHORTEST = 2
# What has many names is suggested once, so more are read than shown.
_READ = 5 * MOST


@dataclass(frozen=True)
class Suggestion:
    name: str
    article: Article


def suggest(text, language):
    """Return `Suggestion`s for `text`, at most one of each public article.

    First come names that begin so, then those with words that begin so, then those that would but
    for a typing mistake.
    """
    folded = [fold_word(word) for word in words(text)][:MOST_WORDS]
    typed = " ".join(folded)
    if len(typed) < SHORTEST:
        return []
    public = Article.objects.published().in_language(language)
    names = SearchName.objects.of(public).select_related("article")
    names = names.only("name", "folded", "article__title", "article__slug", "article__language")
    suggestions = _first_of_each(_beginning(names, folded, typed))
    if len(suggestions) < MOST:
        suggestions = _first_of_each([*suggestions, *_nearly(names, typed)])
    return [Suggestion(name.name, name.article) for name in suggestions]


def _beginning(names, folded, typed):
    begins_so = When(folded__startswith=f" {typed}", then=Value(0))
    found = engine().containing(names, [f" {word}" for word in folded])
    return found.order_by(
        Case(begins_so, default=Value(1)), "-is_title", Length("folded"), "folded", "pk"
    )[:_READ]


def _nearly(names, typed):
    """Return the names whose beginning is `typed` but for mistakes, the fewest first."""
    found = []
    for name in engine().resembling(names, typed):
        # What is still to be typed is no mistake. A letter too many or too few moves the end.
        begins = name.folded.strip()
        distance = min(
            OSA.distance(typed, begins[: len(typed) + more], score_cutoff=allowed(typed))
            for more in (-1, 0, 1)
        )
        if distance <= allowed(typed):
            found.append((distance, len(begins), name.pk, name))
    return [name for *_, name in sorted(found)]


def _first_of_each(names):
    first = {}
    for name in names:
        first.setdefault(name.article_id, name)
    return list(first.values())[:MOST]
