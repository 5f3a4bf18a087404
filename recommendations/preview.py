"""What publishing an article would do to the lists, computed without doing it."""

from dataclasses import dataclass

from django.db.models import OuterRef

from articles.models import Article

from . import storage, warm
from .changes import Changes
from .documents import documents_of
from .matching import Version, matcher_for
from .models import SHOWN, Corpus, Pin, RelatedArticle
from .models.rules import is_barred
from .shown import related_to
from .side_by_side import WeightedLists, Weightings
from .snapshot import Snapshot

# Of more articles than this a list is not computed while somebody types: it is nearly the same by
# the candidates alone.
LARGE_CORPUS = 5_000


@dataclass(frozen=True)
class Preview:
    # The list that the article would have.
    rows: list[RelatedArticle]
    # Its places on the lists of others, best first.
    places: list[RelatedArticle]

    @property
    def shown_places(self):
        return [row for row in self.places if row.rank <= SHOWN]

    @property
    def other_places(self):
        return [row for row in self.places if row.rank > SHOWN]


def preview(article):
    """Return the `Preview` of `article` as it is stored, or None where no list was built yet.

    It is made under the statistics of the last full build, as the next refresh would.
    """
    corpus = _corpus(article.language)
    if corpus is None:
        return None
    snapshot, weightings, translations = _snapshot_with(corpus, article)
    [(_, rows, _)] = WeightedLists(weightings, snapshot.changed_rows, translations=translations)
    reached = snapshot.reached(weightings)
    lists = WeightedLists(weightings, reached, translations=translations)
    places = [
        place for _, related, _ in lists for place in related if place.target_id == article.pk
    ]
    return Preview(rows=_as_rows(rows), places=_as_rows(places))


def related_if_published(article):
    """Return the articles that readers would see on the list of `article` as it is stored."""
    corpus = _corpus(article.language)
    if corpus is None:
        return related_to(article)
    if corpus.n_documents > LARGE_CORPUS:
        pks = _nearly_related(article)
    else:
        snapshot, weightings, translations = _snapshot_with(corpus, article)
        [(_, rows, _)] = WeightedLists(weightings, snapshot.changed_rows, translations=translations)
        pks = [place.target_id for place in rows]
    public = Article.objects.published().exclude(is_barred(article.pk, OuterRef("pk")))
    public = public.for_cards().in_bulk(pks)
    return [public[pk] for pk in pks if pk in public][:SHOWN]


def _nearly_related(article):
    """Return the pins of `article`, and those that its text finds by candidates alone."""
    pins = Pin.objects.filter(source=article).visible().order_by("position", "pk")
    matcher = matcher_for(article.language, Version.current(article.language))
    [document] = documents_of([article.pk])
    matches = matcher.match(document, 2 * SHOWN)
    pks = [*pins.values_list("target", flat=True), *(match.article_id for match in matches)]
    return [pk for pk in dict.fromkeys(pks) if pk != article.pk]


def _corpus(language):
    """Return the corpus of the last full build; None where it is of other parameters than ours."""
    corpus = Corpus.objects.filter(language=language).exclude(built_at=None).first()
    if corpus is None or corpus.parameters != storage.parameters_of(storage.make_index(language)):
        return None
    return corpus


def _snapshot_with(corpus, article):
    """Return what is current and `article`, in the last row; it by its weights; translations."""
    changes = Changes.find(article.language)
    not_current = {*changes.changed, *changes.gone} - {article.pk}
    translations = {**changes.translations, article.pk: article.translation_of_id}
    # Not kept: only a worker has it in memory anyway.
    stored = warm.load(corpus)
    snapshot = Snapshot.take(stored, changed=[article.pk], gone=not_current)
    weightings = Weightings.of(snapshot.index, corpus.challenger_mean_similarity)
    return snapshot, weightings, translations


def _as_rows(places):
    """Return `places` as rows, best first, with their articles, read at once."""
    rows = [RelatedArticle(**place._asdict()) for place in places]
    articles = Article.objects.for_cards().in_bulk(
        {pk for row in rows for pk in (row.source_id, row.target_id)}
    )
    for row in rows:
        row.source, row.target = articles[row.source_id], articles[row.target_id]
    return sorted(rows, key=lambda row: (row.rank, -row.score, row.source_id))
