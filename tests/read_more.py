"""What the tests of Read More lists share."""

from unittest import mock

from recommendations import services, storage
from recommendations.changes import public_articles
from recommendations.documents import documents_of
from recommendations.models import Corpus, RelatedArticle
from recommendations.side_by_side import WeightedLists, Weightings

SUBJECTS = {
    "gout": "<p>Gout is a painful swelling of a joint, often the big toe, from uric acid.</p>",
    "flu": "<p>Influenza is a virus; fever, cough and aching muscles are its signs.</p>",
    "sleep": "<p>A dark bedroom and a regular bedtime help you fall asleep.</p>",
    "acne": "<p>Pimples come when pores of the skin clog with oil.</p>",
}
NO_DRIFT = mock.patch.object(services, "MAX_DRIFT", float("inf"))


def make_subjects(make_article, count, **fields):
    """Make `count` articles on each subject; return them by subject."""
    return {
        subject: [
            make_article(f"{subject} {number}", body=body, **fields) for number in range(count)
        ]
        for subject, body in SUBJECTS.items()
    }


def stored_lists(language="en"):
    rows = RelatedArticle.objects.in_language(language).order_by("source", "rank")
    stored = {}
    for row in rows:
        stored.setdefault(row.source_id, []).append(
            (row.rank, row.target_id, row.score, row.reasons)
        )
    return stored


def full_build_under_present_statistics(language="en"):
    """What every list must be, made from all texts at once."""
    corpus = Corpus.objects.get(language=language)
    statistics = storage.load_statistics(corpus)
    translations = public_articles(language)
    index = storage.make_index(language).restore(statistics)
    index.restore(statistics, list(translations), index.transform(documents_of(translations)))
    weightings = Weightings.of(index, corpus.challenger_mean_similarity)
    made = WeightedLists(weightings, range(len(translations)), translations=translations)
    return {
        source_id: [(row.rank, row.target_id, row.score, row.reasons) for row in related]
        for source_id, related, _ in made
        if related
    }


def targets(article):
    rows = RelatedArticle.objects.filter(source=article).order_by("rank")
    return [row.target for row in rows.select_related("target")]


def signals_of(article):
    rows = RelatedArticle.objects.filter(source=article).order_by("rank")
    return [row.reasons[0]["signal"] for row in rows]
