"""Building the lists and keeping them up to date."""

import gc
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import batched
from typing import Any, NamedTuple

import numpy as np
from django.conf import settings
from django.utils import timezone
from threadpoolctl import threadpool_limits

from articles.models import Article

from . import storage, warm
from .changes import Changes, public_articles
from .documents import documents_of
from .duplicates import NearDuplicates
from .locking import locking_corpus
from .models import ArticleVector, PackedPlace, RelatedArticle
from .side_by_side import WeightedLists, Weightings
from .signals import lists_changed
from .snapshot import Snapshot

logger = logging.getLogger(__name__)

# When more of a language's articles changed since the last full build, there is another: before
# more than 3 of 100 places among the first four would be others under fresh statistics.
MAX_DRIFT = 0.03
# A refresh that is overtaken by changes this often leaves the rest to their own refresh.
MAX_PASSES = 3
BATCH = 1000

# The engine has threads of its own, for blocks of rows. Those of the linear algebra would stand in
# their way: where processors are busy, they wait for each other by running in circles.
_in_one_blas_thread = threadpool_limits.wrap(limits=1, user_api="blas")


def _no_progress(*args):
    pass


@contextmanager
def _without_search_for_cycles():
    """Let Python not look for objects that hold each other: of millions none do, in a build."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def languages():
    return [code for code, _ in settings.LANGUAGES]


@_in_one_blas_thread
def build(language, *, progress=None):
    """Take new statistics of all public articles of `language` and make all lists anew.

    The new lists replace the old ones in one transaction. `progress` is called with the name of a
    stage ("Reading", "Comparing", "Storing"), how much of it is done, and how much there is.
    Returns the number of articles.
    """
    n_articles = _build(language, progress or _no_progress)
    # What changed in the meantime, and what is left of articles that are not public any more.
    refresh(language)
    return n_articles


@_in_one_blas_thread
def refresh(language):
    """Work what changed into the lists of `language`.

    The rows become those of a full build under the statistics of the last one. Where these are
    missing or too old, there is a full build.
    """
    for _ in range(MAX_PASSES):
        if _refresh_in_place(language):
            return
        _build(language, _no_progress)
    logger.warning("Articles change faster than their lists are built: %s", language)


def fit(language, progress=_no_progress):
    """Return an index of the public articles, with rows in the order of what each translates."""
    translations = public_articles(language)

    def documents():
        for number, document in enumerate(documents_of(translations), start=1):
            yield document
            progress(number, len(translations))

    index = storage.make_index(language).fit(list(translations), documents())
    return index, translations


@_without_search_for_cycles()
def _build(language, progress):
    warm.forget(language)  # it makes room, and will be another
    # Read before the texts: a change in between is then not counted as built.
    requested = dict(
        ArticleVector.objects.in_language(language).values_list("article_id", "requested")
    )
    index, translations = fit(language, partial(progress, "Reading"))
    weightings = Weightings.of(index)
    rows, duplicates = np.arange(len(translations)), NearDuplicates(index.ids_)
    lists = WeightedLists(weightings, rows, translations=translations, on_texts=duplicates.add_from)
    # Made before anything is locked: then there is little left to do.
    made = list(_made(lists, partial(progress, "Comparing")))
    build = _Build(weightings, translations, requested, made, duplicates.pairs())
    _replace_lists(language, build, partial(progress, "Storing"))
    return len(translations)


@dataclass(frozen=True)
class _Build:
    """What a full build made, to be stored."""

    weightings: Weightings
    # Public articles, and what each translates; of each what was requested before it was read.
    translations: dict[int, int | None]
    requested: dict[int, int]
    lists: list["_Made"]
    near_duplicates: list[list[Any]]

    @property
    def index(self):
        return self.weightings.site


@locking_corpus
def _replace_lists(corpus, build, progress):
    language = corpus.language
    # An article may have been deleted, or moved to another language, since it was read.
    existing = set(Article.objects.in_language(language).values_list("pk", flat=True))
    RelatedArticle.objects.in_language(language).delete()
    # Articles that became public since the texts were read have vectors under other statistics.
    vectors = ArticleVector.objects.in_language(language).values_list("article_id", flat=True)
    _forget(language, set(vectors) - build.translations.keys())
    corpus.tag = warm.new_tag()
    entry_scores = _store(corpus, build.lists, existing, progress)
    # Those of articles that were deleted meanwhile, too: no vector may be left under other
    # statistics, and the next refresh must know what went.
    storage.save_vectors(
        build.index,
        np.arange(len(build.translations)),
        tag=corpus.tag,
        built=build.requested,
        fitted=build.translations.keys(),
        entry_scores=entry_scores,
    )
    corpus.challenger_mean_similarity = build.weightings.challenger_mean_similarity
    corpus.parameters = storage.parameters_of(build.index)
    corpus.near_duplicates = build.near_duplicates
    corpus.built_at = timezone.now()
    storage.save_statistics(corpus, build.index.statistics_)


@locking_corpus
def _refresh_in_place(corpus):
    """Refresh under the statistics of the last full build; return False where these won't do."""
    language = corpus.language
    if corpus.parameters != storage.parameters_of(storage.make_index(language)):
        return False
    changes = Changes.find(language)
    if changes.drift(corpus.n_documents) > MAX_DRIFT * corpus.n_documents:
        return False
    if changes:
        _work_in(corpus, changes)
    return True


def _work_in(corpus, changes):
    language, changed = changes.language, changes.changed
    snapshot = Snapshot.take(warm.load(corpus), changed=changed, gone=changes.gone)
    index = snapshot.index
    holders = changes.holders | changes.holders_of(snapshot.relinked)
    held = np.flatnonzero(np.isin(index.ids_, list(holders)))
    weightings = Weightings.of(index, corpus.challenger_mean_similarity)
    rows = np.union1d(snapshot.reached(weightings), held)
    lists = WeightedLists(weightings, rows, translations=changes.translations)

    corpus.tag = warm.new_tag()
    corpus.save(update_fields=["tag"])
    _delete_lists(RelatedArticle.objects, index.ids_[rows].tolist())
    # What is gone may have a list in another language now.
    _delete_lists(RelatedArticle.objects.in_language(language), changes.gone)
    _forget(language, changes.gone)
    entry_scores = _store(corpus, list(_made(lists)), changes.translations.keys())
    storage.save_vectors(
        index,
        snapshot.changed_rows,
        tag=corpus.tag,
        built=changes.stale,
        fitted=snapshot.as_before - changes.unfitted,
        entry_scores=entry_scores,
    )
    storage.save_entry_scores(language, entry_scores.keys() - set(changed), entry_scores)
    warm.keep(snapshot.stored(corpus.tag, entry_scores))


class _Made(NamedTuple):
    """A list: the article's id, its places, and the score that enters it."""

    source_id: int
    places: list[PackedPlace]
    entry_score: float


def _made(lists, progress=_no_progress):
    for number, (source_id, places, entry_score) in enumerate(lists, start=1):
        yield _Made(source_id, list(map(PackedPlace.of, places)), entry_score)
        progress(number, len(lists.rows))


def _store(corpus, lists, existing, progress=_no_progress):
    """Write the lists of `existing` articles; return the score that enters each list."""
    entry_scores = {}

    def places():
        for number, (source_id, its_places, entry_score) in enumerate(lists, start=1):
            entry_scores[source_id] = entry_score
            if source_id in existing:
                yield from its_places
            progress(number, len(lists))

    # A target that was deleted meanwhile is none: the sign for the next refresh.
    RelatedArticle.objects.insert(
        place if place.target in existing else place._replace(target=None) for place in places()
    )
    lists_changed.send(sender=RelatedArticle, language=corpus.language)
    return entry_scores


def _delete_lists(related, source_ids):
    for some in batched(source_ids, BATCH):
        related.filter(source__in=some).delete()


def _forget(language, article_ids):
    for some in batched(article_ids, BATCH):
        ArticleVector.objects.in_language(language).filter(article__in=some).delete()
