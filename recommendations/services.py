"""Building the lists and keeping them up to date."""

import logging
from functools import partial
from itertools import batched

import numpy as np
from django.conf import settings
from django.utils import timezone
from threadpoolctl import threadpool_limits

from articles.models import Article

from . import storage, warm
from .changes import Changes, public_articles
from .documents import documents_of
from .duplicates import near_duplicates
from .locking import locking_corpus
from .models import ArticleVector, RelatedArticle
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


def _build(language, progress):
    warm.forget(language)  # it makes room, and will be another
    # Read before the texts: a change in between is then not counted as built.
    requested = dict(
        ArticleVector.objects.in_language(language).values_list("article_id", "requested")
    )
    index, translations = fit(language, partial(progress, "Reading"))
    rows = np.arange(len(translations))
    lists = WeightedLists(
        Weightings.of(index),
        rows,
        translations=translations,
        progress=partial(progress, "Comparing"),
    )
    _replace_lists(language, lists, translations, requested, partial(progress, "Storing"))
    return len(translations)


@locking_corpus
def _replace_lists(corpus, lists, translations, requested, progress):
    language = corpus.language
    # An article may have been deleted, or moved to another language, since it was read.
    existing = set(Article.objects.in_language(language).values_list("pk", flat=True))
    RelatedArticle.objects.in_language(language).delete()
    # Articles that became public since the texts were read have vectors under other statistics.
    vectors = ArticleVector.objects.in_language(language).values_list("article_id", flat=True)
    _forget(language, set(vectors) - translations.keys())
    corpus.tag = warm.new_tag()
    entry_scores = _store(lists, existing, progress)
    # Those of articles that were deleted meanwhile, too: no vector may be left under other
    # statistics, and the next refresh must know what went.
    storage.save_vectors(
        lists.index,
        lists.rows,
        tag=corpus.tag,
        built=requested,
        fitted=translations.keys(),
        entry_scores=entry_scores,
    )
    _remember(corpus, lists.weightings)


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
    entry_scores = _store(lists, changes.translations.keys(), _no_progress)
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


def _store(lists, existing, progress):
    """Write the lists of `existing` articles; return the score that enters each list."""
    entry_scores = {}

    def related():
        for number, (source_id, picks, entry_score) in enumerate(lists, start=1):
            entry_scores[source_id] = entry_score
            if source_id in existing:
                yield from picks
            progress(number, len(lists.rows))

    # A target that was deleted meanwhile is none: the sign for the next refresh.
    RelatedArticle.objects.insert(
        place if place.target_id in existing else place._replace(target_id=None)
        for place in related()
    )
    lists_changed.send(sender=RelatedArticle, language=lists.index.language)
    return entry_scores


def _delete_lists(related, source_ids):
    for some in batched(source_ids, BATCH):
        related.filter(source__in=some).delete()


def _forget(language, article_ids):
    for some in batched(article_ids, BATCH):
        ArticleVector.objects.in_language(language).filter(article__in=some).delete()


def _remember(corpus, weightings):
    index = weightings.site
    corpus.challenger_mean_similarity = weightings.challenger_mean_similarity
    corpus.parameters = storage.parameters_of(index)
    corpus.near_duplicates = near_duplicates(index.ids_, index.rows_.text)
    corpus.built_at = timezone.now()
    storage.save_statistics(corpus, index.statistics_)
