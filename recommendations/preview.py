"""What publishing an article would do to the lists, computed without doing it."""

from dataclasses import dataclass

from articles.models import Article

from . import storage
from .changes import Changes
from .lists import ReadMoreLists
from .models import SHOWN, Corpus, RelatedArticle
from .snapshot import Snapshot


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
    corpus = Corpus.objects.filter(language=article.language, built_at__isnull=False).first()
    index = storage.make_index(article.language)
    if corpus is None or corpus.parameters != storage.parameters_of(index):
        return None
    snapshot, translations = _snapshot_with(corpus, article)
    row = len(snapshot.entry_scores)
    [(_, rows, _)] = ReadMoreLists(snapshot.index, [row], translations=translations)
    lists = ReadMoreLists(snapshot.index, snapshot.reached(), translations=translations)
    places = [
        place for _, related, _ in lists for place in related if place.target_id == article.pk
    ]
    return Preview(rows=_as_rows(rows), places=_as_rows(places))


def _snapshot_with(corpus, article):
    """Return the index of what is current and `article`, in the last row; and all translations."""
    changes = Changes.find(article.language)
    kept = sorted(changes.current - {article.pk})
    translations = {**changes.translations, article.pk: article.translation_of_id}
    return Snapshot.load(corpus, kept=kept, changed=[article.pk]), translations


def _as_rows(places):
    """Return `places` as rows, best first, with their articles, read at once."""
    rows = [RelatedArticle(**place._asdict()) for place in places]
    articles = Article.objects.for_cards().in_bulk(
        {pk for row in rows for pk in (row.source_id, row.target_id)}
    )
    for row in rows:
        row.source, row.target = articles[row.source_id], articles[row.target_id]
    return sorted(rows, key=lambda row: (row.rank, -row.score, row.source_id))
