"""Which articles go on a Read More list, in which order, and why."""

import math
from collections import defaultdict
from functools import cached_property
from heapq import merge
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np
from django.db.models import F

from articles.models import Article, ArticleTopic

from .index import BLOCK
from .matrix import sparse_rows
from .models import SHOWN
from .parallel import map_ahead
from .ranking import SCORE_DECIMALS
from .reasons import explain
from .rules import Rules

# How many are stored for each article: those that are shown, and some to take the place of
# articles that a reader may no longer see.
LIST_SIZE = 14
# The cosine of two texts from which on one nearly repeats the other.
NEAR_DUPLICATE = 0.85


class Place(NamedTuple):
    """A place on a list, as `RelatedArticle` has it."""

    source_id: int
    target_id: int | None
    rank: int
    score: float
    reasons: list[dict[str, Any]]


class ReadMoreLists:
    """The lists of some rows of an index; the same ones whichever rows are asked for.

    `translations` gives for each article of the index the article that it translates, or None.
    The editors' rules are those that stand when this is made: pins come first, and take no place
    from the `LIST_SIZE` most similar. The lists themselves are made when they are asked for;
    `on_texts` is called meanwhile, as by `TfidfIndex.neighbors`.
    """

    def __init__(self, index, rows, *, translations, on_texts=None):
        self.index = index
        self.rows = np.asarray(rows)
        self.ids = index.ids_.tolist()
        self.floor = floor_of(index.statistics_)
        self.groups = translation_groups({pk: translations[pk] for pk in self.ids})
        self._on_texts = on_texts
        self._rules = Rules.load()
        self._barred = self._barred_by_rules()

    def __iter__(self):
        """Yield an article's id, its `Place`s, and the score that enters its list."""
        blocks = [slice(start, start + BLOCK) for start in range(0, len(self.rows), BLOCK)]
        for block, (scores, similar) in zip(blocks, map_ahead(self._similar, blocks), strict=True):
            for row, its_scores, its_picks in zip(
                self.rows[block].tolist(), scores.tolist(), similar, strict=True
            ):
                source_id = self.ids[row]
                pins = self._pins(source_id)
                picks = [*pins, *its_picks]
                picks += self._fallback_picks(row, picks)
                entry_score = self._entry_score(its_scores, len(its_picks), len(pins))
                yield source_id, _related(source_id, picks), entry_score

    def _similar(self, block):
        """Return the best scores for each of these rows, and the picks that are found by them.

        Nothing here asks the database: it is called in threads, which would connect anew.
        """
        rows = self.rows[block]
        neighbors, scores = self.index.neighbors(
            LIST_SIZE,
            rows=rows,
            groups=self.groups,
            barred=self._barred[block],
            on_texts=self._on_texts,
        )
        n_similar = ((scores > 0) & (scores >= self.floor)).sum(axis=1)
        places = np.arange(scores.shape[1]) < n_similar[:, None]
        order = with_repeats_behind(self.index, neighbors, places)
        targets = np.take_along_axis(neighbors, order, axis=1)[places]
        picks = zip(
            [self.ids[target] for target in targets.tolist()],
            np.take_along_axis(scores, order, axis=1)[places].tolist(),
            explain(self.index.pairs(np.repeat(rows, n_similar), targets)),
            strict=True,
        )
        return scores, [list(islice(picks, n)) for n in n_similar.tolist()]

    def _barred_by_rules(self):
        """Return which articles are no neighbors of the rows: barred, or there already as a pin."""
        row_of = {pk: row for row, pk in enumerate(self.ids)}
        columns = [
            [
                row_of[target_id]
                for target_id in {
                    *self._rules.barred(self.ids[row]),
                    *self._rules.pinned(self.ids[row]),
                }
                if target_id in row_of
            ]
            for row in self.rows.tolist()
        ]
        indptr = np.cumsum([0, *map(len, columns)])
        indices = np.fromiter(chain.from_iterable(columns), dtype=np.int64)
        ones = np.ones(len(indices), dtype=bool)
        return sparse_rows(ones, indices, indptr, (len(columns), len(self.ids)))

    def _pins(self, source_id):
        """Return the pins of `source_id` that are public."""
        return [
            (target_id, 0.0, [{"signal": "pin"}])
            for target_id in self._rules.pinned(source_id)
            if target_id in self._group_of
        ]

    def _fallback_picks(self, row, picks):
        missing = SHOWN - len(picks)
        if missing <= 0:
            return []
        taken = {target_id for target_id, *_ in picks} | self._rules.barred(self.ids[row])
        group = self.groups[row]
        candidates = (
            (target_id, 0.0, [{"signal": "fallback", "why": why}])
            for target_id, why in self._fallback.candidates(self.ids[row])
            if target_id not in taken and self._group_of[target_id] != group
        )
        return list(islice(candidates, missing))

    def _entry_score(self, scores, n_similar, n_pins):
        if n_similar == LIST_SIZE:
            return scores[-1]
        # With a fallback on the list, any change may change it.
        return self.floor if n_pins + n_similar >= SHOWN else 0.0

    @cached_property
    def _fallback(self):
        return Fallback(self.ids)

    @cached_property
    def _group_of(self):
        return dict(zip(self.ids, self.groups.tolist(), strict=True))


class Fallback:
    """What to show when too little is similar: the newest on a topic of the article, the newest."""

    def __init__(self, ids):
        known = set(ids)
        # One without a time is being previewed: published now, it is the newest.
        newest = Article.objects.order_by(F("published_at").desc(nulls_first=True), "-pk")
        newest = newest.values_list("pk", flat=True)
        self._newest = [pk for pk in newest if pk in known]
        place = {pk: number for number, pk in enumerate(self._newest)}
        self._topics = defaultdict(list)
        self._places_on_topic = defaultdict(list)
        for article_id, topic_id in ArticleTopic.objects.values_list("content_object", "tag"):
            if article_id in known:
                self._topics[article_id].append(topic_id)
                self._places_on_topic[topic_id].append(place[article_id])
        for places in self._places_on_topic.values():
            places.sort()

    def candidates(self, article_id):
        """Yield articles, best first, each once, with the words why."""
        on_topic = merge(*(self._places_on_topic[topic] for topic in self._topics[article_id]))
        seen = set()
        for why, place in chain(
            (("same topic", place) for place in on_topic),
            (("newest", place) for place in range(len(self._newest))),
        ):
            if place not in seen:
                seen.add(place)
                yield self._newest[place], why


def translation_groups(translations):
    """Return a number for each article, the same one for an article and its translations."""
    return np.array([original or pk for pk, original in translations.items()], dtype=np.int64)


def floor_of(statistics):
    """Return the least score that counts as similar: what two articles of the corpus have anyway.

    Rounded down as scores are rounded, so that articles that are all alike are all similar.
    """
    return math.floor(statistics.mean_similarity * 10**SCORE_DECIMALS) / 10**SCORE_DECIMALS


def with_repeats_behind(index, neighbors, places):
    """Return the order that puts what nearly repeats another behind all else on its list.

    A coarse and cheap maximal marginal relevance (Carbonell and Goldstein 1998, "The use of MMR,
    diversity-based reranking for reordering documents and producing summaries", SIGIR '98): what
    says the same again has no relevance of its own, anything less keeps all of it. Only what is
    listed anyway changes places. `places` says which neighbors are listed.
    """
    is_repeat = np.zeros(neighbors.shape, dtype=bool)
    # In the order of the places, so that what is behind puts nothing behind itself.
    for its, one, other in zip(
        *(part.tolist() for part in index.near_duplicates(neighbors, places, NEAR_DUPLICATE)),
        strict=True,
    ):
        is_repeat[its, other] |= not is_repeat[its, one]
    return np.argsort(np.where(places, is_repeat, 2), axis=1, kind="stable")


def _related(source_id, picks):
    return [
        Place(source_id, target_id, rank, score, reasons)
        for rank, (target_id, score, reasons) in enumerate(picks, start=1)
    ]
