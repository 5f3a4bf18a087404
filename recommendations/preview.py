"""What publishing an article would do to the lists, computed without doing it."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import vstack

from articles.models import Article

from . import storage
from .changes import Changes
from .documents import documents_of
from .lists import ReadMoreLists
from .models import SHOWN, Corpus, RelatedArticle


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
    entry_scores, translations = _index_with(index, corpus, article)
    row = len(entry_scores)
    [(_, rows, _)] = ReadMoreLists(index, [row], translations=translations)
    reached = index.rows_reached([row], [*entry_scores, np.inf])
    lists = ReadMoreLists(index, reached, translations=translations)
    places = [
        place for _, related, _ in lists for place in related if place.target_id == article.pk
    ]
    return Preview(rows=_with_articles(rows), places=_with_articles(places))


def _index_with(index, corpus, article):
    """Fill `index` with the articles whose lists are current, and `article` in the last row."""
    changes = Changes.find(article.language)
    kept = sorted(changes.current - {article.pk})
    stored = storage.load_vectors(article.language)
    statistics = storage.unpack_statistics(corpus)
    new = index.restore(statistics).transform(documents_of([article.pk]))
    old = storage.unpack_rows([stored[pk].packed for pk in kept], len(statistics.terms))
    index.restore(statistics, [*kept, article.pk], vstack([old, new], format="csr"))
    translations = {**changes.translations, article.pk: article.translation_of_id}
    return [stored[pk].entry_score for pk in kept], translations


def _with_articles(rows):
    """Return `rows` best first, with their articles, read at once."""
    articles = Article.objects.for_cards().in_bulk(
        {pk for row in rows for pk in (row.source_id, row.target_id)}
    )
    for row in rows:
        row.source, row.target = articles[row.source_id], articles[row.target_id]
    return sorted(rows, key=lambda row: (row.rank, -row.score, row.source_id))
