"""Articles that are related to a text that is none of ours.

A web process answers, and holds little for it: the corpus statistics, and for each term the
articles among whose heaviest terms it is. The heaviest terms of the text find candidates there.
These alone are read from the database, and scored by the engine in an index of their own.
"""

import time
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched
from threading import Lock, Thread

import numpy as np
from django.db import connection
from django.db.models import Max

from articles.html import clean_html, html_to_text
from articles.models import Article

from . import language as languages
from . import storage
from .document import Document, Rows
from .lists import LIST_SIZE, floor_of, with_repeats_behind
from .matrix import sparse_rows
from .models import ArticleVector, Corpus, NeverRecommended, RelatedArticle
from .reading import read
from .reasons import explain
from .storage import PackedRow

# Of each article so many terms are known to the postings; of a text so many are looked up.
HEAVIEST_OF_ARTICLE = 32
HEAVIEST_OF_TEXT = 48
CANDIDATES = 200
# Changes of single lists are seen after so many seconds, new statistics at once.
LIFETIME = 600

_BATCH = 1000
_TEXT_ID = 0  # no article's


_matchers = {}
_loading = Lock()


def related_to_text(text, *, limit):
    """Return at most `limit` public articles related to `text`, with rank, score and reasons.

    `text` has a title, a language, and a text in a format, "text" or "html". Without a build of
    its language there are none.
    """
    version = Version.current(text.language)
    if version is None:
        return []
    matches = matcher_for(text.language, version).match(_document(text), limit)
    public = (
        Article.objects.published().for_cards().in_bulk([match.article_id for match in matches])
    )
    related = []
    for match in matches:
        if article := public.get(match.article_id):
            article.rank = len(related) + 1
            article.score, article.reasons = match.score, match.reasons
            related.append(article)
    return related


def _document(text):
    body = html_to_text(clean_html(text.text)) if text.format == "html" else text.text
    return Document(title=text.title, body=body)


def matcher_for(language, version):
    """Return the matcher of `language` that this process keeps, or a new one."""
    matcher = _matchers.get(language)
    if matcher is None or matcher.version.built_at != version.built_at:
        with _loading:
            # Another thread may have been faster.
            matcher = _matchers.get(language)
            if matcher is None or matcher.version.built_at != version.built_at:
                matcher = _matchers[language] = Matcher(language, version)
    elif matcher.version != version and time.monotonic() - matcher.made_at > LIFETIME:
        matcher.made_at = time.monotonic()  # no other thread does the same
        Thread(target=_renew, args=(language, version), daemon=True).start()
    return matcher


def _renew(language, version):
    try:
        _matchers[language] = Matcher(language, version)
    finally:
        connection.close()  # this thread's own


@dataclass(frozen=True, slots=True)
class Match:
    article_id: int
    score: float
    reasons: list


@dataclass(frozen=True, slots=True)
class Version:
    """What a matcher is made from: a full build, and the lists as they were stored since."""

    built_at: datetime
    newest: int | None

    @classmethod
    def current(cls, language):
        """Return what is in the database now; None without a build under today's parameters."""
        corpora = Corpus.objects.filter(language=language).exclude(built_at=None)
        corpus = corpora.values("built_at", "parameters").first()
        if not corpus or corpus["parameters"] != storage.parameters_of(
            storage.make_index(language)
        ):
            return None
        newest = RelatedArticle.objects.aggregate(newest=Max("pk"))["newest"]
        return cls(corpus["built_at"], newest)


class Matcher:
    """Finds the articles of one language that are related to a text."""

    def __init__(self, language, version):
        self.language = language
        self.version = version
        self.made_at = time.monotonic()
        self._vocabulary = Vocabulary(
            storage.load_statistics(Corpus.objects.select_related("terms").get(language=language))
        )
        self._postings = Postings.load(language, len(self._vocabulary))

    def match(self, document, limit, *, without=()):
        """Return at most `limit` matches for `document`, best first, none of `without`."""
        terms = languages.terms(read([document]).words, self.language)
        columns = self._vocabulary.columns(terms)
        rows = self._index(columns).transform([document])
        candidates = self._postings.candidates(columns, rows.text, CANDIDATES)
        vectors = _visible_vectors(self.language, set(candidates) - set(without))
        found = storage.unpack_rows(list(vectors.values()), self._vocabulary.statistics)
        used = np.union1d(columns, found.text.indices)
        index = self._index(used)
        ids = [_TEXT_ID, *vectors]
        rows = [_with_columns(rows, columns, used), _with_columns(found, None, used)]
        return _best(index.restore(index.statistics_, ids, Rows.concatenate(rows)), limit)

    def _index(self, columns):
        statistics = self._vocabulary.statistics_of(columns)
        return storage.make_index(self.language).restore(statistics)


class Vocabulary:
    """The statistics of a corpus, packed: those of a few terms are taken out of it."""

    def __init__(self, statistics):
        self._columns = {term: column for column, term in enumerate(statistics.terms)}
        self._has_components = statistics.components.any(axis=1)
        self._components = statistics.components[self._has_components]
        self._places = np.cumsum(self._has_components, dtype=np.int32) - 1
        # How rare a name is, its rarest term says nearly as well, and takes no memory. The
        # components are of the same shape as before, and empty.
        self.statistics = replace(
            statistics,
            name_frequencies={},
            components=np.broadcast_to(np.float16(0), statistics.components.shape),
        )

    def __len__(self):
        return len(self._columns)

    def columns(self, terms):
        """Return the columns of the terms that the corpus has, in order."""
        return np.array(
            sorted(self._columns[term] for term in self._columns.keys() & set(terms)),
            dtype=np.int64,
        )

    def statistics_of(self, columns):
        """Return the statistics of these terms alone: under them all weigh what they weigh."""
        its = self.statistics
        components = np.zeros((len(columns), self._components.shape[1]), dtype=np.float16)
        has = self._has_components[columns]
        components[has] = self._components[self._places[columns[has]]]
        return replace(
            its,
            terms=[its.terms[column] for column in columns],
            surfaces=[its.surfaces[column] for column in columns],
            document_frequencies=its.document_frequencies[columns],
            components=components,
        )


class Postings:
    """For each term the articles among whose heaviest terms it is, and its weight there."""

    def __init__(self, ids, heaviest):
        """`heaviest` are documents by terms, those terms alone."""
        by_term = heaviest.tocsc()
        self._ids = ids
        self._rows, self._starts = by_term.indices, by_term.indptr
        self._weights = by_term.data.astype(np.float16)

    @classmethod
    def load(cls, language, n_terms):
        vectors = ArticleVector.objects.in_language(language).order_by("article_id")
        packed = vectors.values_list("article_id", "columns", "weights")
        ids, ends = [], [np.zeros(1, dtype=np.int32)]
        # Filled as they come: to put parts together would take twice the memory.
        size = vectors.count() * HEAVIEST_OF_ARTICLE
        columns, weights = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.float32)
        filled = 0
        for batch in batched(packed.iterator(chunk_size=_BATCH), _BATCH):
            batch_ids, *texts = zip(*batch, strict=True)
            its_columns, its_weights, its_ends = _heaviest(storage.unpack_text(*texts, n_terms))
            ends.append(filled + its_ends)
            its = slice(filled, filled := filled + len(its_columns))
            columns[its], weights[its] = its_columns, its_weights
            ids += batch_ids
        parts = (weights[:filled], columns[:filled], np.concatenate(ends))
        return cls(np.array(ids), sparse_rows(*parts, (len(ids), n_terms)))

    def candidates(self, columns, text, n_candidates):
        """Return the ids of the articles that have most in common with a text by its terms.

        `text` is a row whose columns are those of `columns`.
        """
        scores = np.zeros(len(self._ids), dtype=np.float32)
        heaviest = np.argsort(-text.data, kind="stable")[:HEAVIEST_OF_TEXT]
        for column, weight in zip(
            columns[text.indices[heaviest]], text.data[heaviest], strict=True
        ):
            its = slice(*self._starts[column : column + 2])
            scores[self._rows[its]] += weight * self._weights[its]
        best = np.argsort(-scores, kind="stable")[:n_candidates]
        return self._ids[best[scores[best] > 0]].tolist()


def _heaviest(text):
    """Return columns and weights of the heaviest terms of each document, and where each ends."""
    row_of = np.repeat(np.arange(text.shape[0]), np.diff(text.indptr))
    order = np.lexsort((-text.data, row_of))
    kept = order[np.arange(len(order)) - text.indptr[row_of] < HEAVIEST_OF_ARTICLE]
    ends = np.cumsum(np.minimum(np.diff(text.indptr), HEAVIEST_OF_ARTICLE))
    return text.indices[kept], text.data[kept], ends


def _visible_vectors(language, article_ids):
    """Return the packed rows of those articles that a reader may see on a list."""
    public = Article.objects.published().filter(pk__in=article_ids)
    public = public.exclude(pk__in=NeverRecommended.objects.values("article"))
    fields = ("columns", "weights", "meaning", "facts")
    vectors = ArticleVector.objects.in_language(language).filter(article__in=public)
    # Their tokens would say where they name the text, which has no name.
    return {
        article_id: PackedRow(**dict(zip(fields, map(bytes, packed), strict=True)), tokens=b"")
        for article_id, *packed in vectors.order_by("article_id").values_list("article_id", *fields)
    }


def _with_columns(rows, columns, used):
    """Return `rows` with their places in `used` as columns; `columns` are those they have now."""
    text = rows.text
    now = text.indices if columns is None else columns[text.indices]
    shape = (len(rows), len(used))
    columns = np.searchsorted(used, now)
    return replace(rows, text=sparse_rows(text.data, columns, text.indptr, shape))


def _best(index, limit):
    neighbors, scores = index.neighbors(LIST_SIZE, rows=[0])
    places = (scores > 0) & (scores >= floor_of(index.statistics_))
    order = with_repeats_behind(index, neighbors, places)[:, :limit]
    listed = np.take_along_axis(places, order, axis=1)
    targets = np.take_along_axis(neighbors, order, axis=1)[listed]
    return [
        Match(article_id, score, reasons)
        for article_id, score, reasons in zip(
            index.ids_[targets].tolist(),
            np.take_along_axis(scores, order, axis=1)[listed].tolist(),
            explain(index.pairs(np.zeros_like(targets), targets)),
            strict=True,
        )
    ]
