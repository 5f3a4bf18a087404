"""A second weighting on trial: it makes the lists of every other article, and no other."""

import json

import pytest

from recommendations import services, storage
from recommendations.index import DEFAULT_WEIGHTS, PARTS, Document, TfidfIndex
from recommendations.lists import floor_of
from recommendations.models import Corpus, RelatedArticle
from recommendations.preview import preview
from recommendations.trial import name_of

from .read_more import NO_DRIFT, SUBJECTS, full_build_under_present_statistics, make_subjects
from .read_more import stored_lists as stored

ONLY_TOPICS = {**dict.fromkeys(PARTS, 0), "topic": 1}
DOCUMENTS = [
    Document(title="Gout", body="A painful swelling of a joint.", topics=("Joints", "Pain")),
    Document(title="Knees", body="Knees bend and hurt.", topics=("Joints", "Pain")),
    Document(title="Toes", body="A painful swelling of a toe joint.", topics=("Feet",)),
]


@pytest.fixture
def corpus(make_article):
    return make_subjects(make_article, 4, topics=["Health"])


def signals():
    """Return for each parity of the source's key the signals on the lists."""
    rows = RelatedArticle.objects.values_list("source", "reasons")
    found = {0: set(), 1: set()}
    for source, reasons in rows:
        found[source % 2] |= {reason["signal"] for reason in reasons}
    return found


def test_every_other_list_is_made_by_the_challenger_alone(corpus, settings):
    services.build("en")
    before = stored()
    settings.RECOMMENDATIONS = {"CHALLENGER_WEIGHTS": ONLY_TOPICS}
    services.build("en")

    assert signals()[1] <= {"topic", "fallback"}
    assert "topic" in signals()[1]
    assert "text" in signals()[0]
    assert {pk: its for pk, its in stored().items() if pk % 2 == 0} == {
        pk: its for pk, its in before.items() if pk % 2 == 0
    }


def test_a_trial_that_begins_changes_or_ends_brings_a_full_build(corpus, settings):
    services.build("en")
    before = stored()
    for challenger in (ONLY_TOPICS, {"topic": 0.5}, None):
        built_at = Corpus.objects.get(language="en").built_at
        settings.RECOMMENDATIONS = {"CHALLENGER_WEIGHTS": challenger}
        services.refresh("en")
        assert Corpus.objects.get(language="en").built_at > built_at
        assert (stored() != before) == bool(challenger)


def test_a_publication_changes_lists_of_both_as_a_full_build_would(
    corpus, settings, make_article, commit
):
    settings.RECOMMENDATIONS = {"CHALLENGER_WEIGHTS": {"topic": 3, "meaning": 0}}
    services.build("en")
    before = stored()
    with NO_DRIFT, commit():
        make_article("Gout, new", body=SUBJECTS["gout"], topics=["Health"])

    changed = {pk % 2 for pk, its in stored().items() if its != before.get(pk)}
    assert changed == {0, 1}
    assert stored() == full_build_under_present_statistics()


def test_each_weighting_has_a_floor_of_its_own(corpus, settings):
    settings.RECOMMENDATIONS = {"CHALLENGER_WEIGHTS": ONLY_TOPICS}
    services.build("en")
    both = Corpus.objects.get(language="en")
    # All share one of the up to four topics that count.
    assert both.challenger_mean_similarity == pytest.approx(0.25)
    assert 0 < both.mean_similarity != both.challenger_mean_similarity


def test_a_preview_is_by_the_weights_that_the_list_would_have(corpus, settings):
    settings.RECOMMENDATIONS = {"CHALLENGER_WEIGHTS": ONLY_TOPICS}
    services.build("en")
    lists = stored()
    for article in (corpus["gout"][0], corpus["gout"][1]):
        previewed = [(row.target_id, row.score) for row in preview(article).rows]
        assert previewed == [(target, score) for _, target, score, _ in lists[article.pk]]


def test_the_same_against_the_same_changes_no_list(corpus, settings):
    services.build("en")
    before = stored()
    settings.RECOMMENDATIONS = {"CHALLENGER_WEIGHTS": {}}
    services.build("en")
    assert stored() == before
    assert name_of(Corpus.objects.get(language="en").parameters)


def test_a_trial_has_a_name_that_another_has_not(settings):
    names = set()
    for both in (
        {},
        {"CHALLENGER_WEIGHTS": {}},
        {"CHALLENGER_WEIGHTS": {"link": 1}},
        {"CHALLENGER_WEIGHTS": {"link": 1}, "WEIGHTS": {"link": 0.5}},
    ):
        settings.RECOMMENDATIONS = both
        parameters = storage.parameters_of(storage.make_index("en"))
        assert name_of(json.loads(json.dumps(parameters))) == name_of(parameters)
        names.add(name_of(parameters))
    assert len(names) == 4
    assert "" in names


def test_an_index_by_other_weights_is_that_of_a_fit_with_these():
    index = TfidfIndex().fit([1, 2, 3], DOCUMENTS)
    reweighted = index.reweighted({"text": 1, "topic": 2})
    fitted = TfidfIndex(weights={"text": 1, "topic": 2}).fit([1, 2, 3], DOCUMENTS)

    for ours, theirs in zip(reweighted.neighbors(2), fitted.neighbors(2), strict=True):
        assert (ours == theirs).all()
    assert floor_of(reweighted.statistics_) == floor_of(fitted.statistics_)
    assert index.weights is None
    assert index.pairs([0], [1]).parts().keys() == DEFAULT_WEIGHTS.keys()
    given = index.reweighted({"topic": 1}, mean_similarity=0.125)
    assert given.statistics_.mean_similarity == 0.125


def test_an_index_refuses_weights_that_are_none():
    with pytest.raises(ValueError, match="smell"):
        TfidfIndex().fit([1, 2, 3], DOCUMENTS).reweighted({"smell": 1})
