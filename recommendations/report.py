"""How the lists of a language are, as readers see them: what an editor should look at."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from articles.models import Article

from .changes import Changes
from .models import SHOWN, Corpus, Pin, RelatedArticle
from .rules import Rules

# An article on this many times as many lists as the average one is a hub.
HUB_FACTOR = 5
NO_SCORE = ("pin", "fallback")


class Known(NamedTuple):
    """What the report says of an article."""

    pk: int
    identifier: str
    title: str

    def __str__(self):
        return self.title


class Shown(NamedTuple):
    """A row that readers see."""

    source: int
    target: int
    score: float
    signal: str


@dataclass(frozen=True)
class Report:
    """The facts are read at once by `make`; what follows from them is worked out on demand."""

    language: str
    built_at: datetime | None
    articles: dict[int, Known]
    shown: list[Shown]
    never_recommended: frozenset[int]
    pins_not_public: list[Pin]
    pairs: list[tuple[int, int, float]]
    # Articles with a change that is not worked into the lists; none is the usual thing.
    stale: list[Known]

    @classmethod
    def make(cls, language):
        public = Article.objects.published().in_language(language).order_by("title", "pk")
        articles = {row[0]: Known(*row) for row in public.values_list("pk", "identifier", "title")}
        corpus = Corpus.objects.filter(language=language).first()
        rules = Rules.load()
        pins = Pin.objects.filter(source__language=language)
        return cls(
            language=language,
            built_at=corpus and corpus.built_at,
            articles=articles,
            shown=list(_shown_rows(language, articles, rules)),
            never_recommended=rules.never,
            pins_not_public=list(
                pins.exclude(target__in=Article.objects.published())
                .select_related("source", "target")
                .order_by("source__title", "position")
            ),
            pairs=corpus.near_duplicates if corpus else [],
            stale=_stale(Changes.find(language), articles),
        )

    @cached_property
    def in_degrees(self):
        """On how many lists each public article is."""
        counted = Counter(row.target for row in self.shown)
        return {pk: counted[pk] for pk in self.articles}

    @property
    def hub_limit(self):
        """An article on more lists than this is a hub."""
        average = len(self.shown) / len(self.articles) if self.articles else 0
        return HUB_FACTOR * average

    @cached_property
    def hubs(self):
        """Articles on too many lists, and on how many, the most first."""
        limit = self.hub_limit
        hubs = [(self.articles[pk], n) for pk, n in self.in_degrees.items() if n > limit]
        return sorted(hubs, key=lambda hub: -hub[1])

    @cached_property
    def on_no_list(self):
        """Articles that are never recommended, though no editor said so."""
        return [
            self.articles[pk]
            for pk, n in self.in_degrees.items()
            if not n and pk not in self.never_recommended
        ]

    @cached_property
    def kept_off(self):
        """Articles that are never recommended because an editor said so."""
        return [known for pk, known in self.articles.items() if pk in self.never_recommended]

    @cached_property
    def with_fallback(self):
        """Articles whose lists were filled up with what is just new."""
        filled = {row.source for row in self.shown if row.signal == "fallback"}
        return [known for pk, known in self.articles.items() if pk in filled]

    @cached_property
    def without_list(self):
        sources = {row.source for row in self.shown}
        return [known for pk, known in self.articles.items() if pk not in sources]

    @cached_property
    def near_duplicates(self):
        """Pairs with nearly the same text at the last full build, and their cosine."""
        return [
            (self.articles[one], self.articles[other], cosine)
            for one, other, cosine in self.pairs
            if one in self.articles and other in self.articles
        ]

    @cached_property
    def scores(self):
        """The scores of what was found by similarity and is shown."""
        return [row.score for row in self.shown if row.signal not in NO_SCORE]


def _stale(changes, public):
    """Return what changed, came or went; what was deleted has no name any more."""
    gone = Article.objects.filter(pk__in=changes.gone).order_by("title", "pk")
    return [
        *(public[pk] for pk in changes.changed if pk in public),
        *(Known(*row) for row in gone.values_list("pk", "identifier", "title")),
    ]


def _shown_rows(language, public, rules):
    """Yield the rows that readers see: of each public article's list the first few visible ones.

    `visible()` would say the same, but reads an article for each row: of all rows, that is slow.
    """
    rows = RelatedArticle.objects.in_language(language).order_by("source", "rank")
    rows = rows.values_list("source", "target", "score", "reasons__0__signal")
    for source, its_rows in groupby(rows.iterator(chunk_size=10_000), key=itemgetter(0)):
        if source in public:
            barred = rules.barred(source)
            visible = (Shown(*row) for row in its_rows if row[1] in public and row[1] not in barred)
            yield from islice(visible, SHOWN)
