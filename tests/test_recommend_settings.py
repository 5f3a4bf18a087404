"""The setting RECOMMENDATIONS, and the command that finds its weights."""

import json
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recommendations import services, tuning
from recommendations.checks import check_recommendations
from recommendations.index import DEFAULT_WEIGHTS, PARTS
from recommendations.models import Corpus

from .read_more import make_subjects, signals_of, stored_lists


def problems(settings, value):
    settings.RECOMMENDATIONS = value
    return [(error.id, error.msg, error.hint) for error in check_recommendations(None)]


def test_without_the_setting_and_with_a_sound_one_there_is_no_problem(settings):
    assert check_recommendations(None) == []
    assert problems(settings, {"WEIGHTS": {"text": 2, "link": 0.5}}) == []
    assert problems(settings, {"CHALLENGER_WEIGHTS": {"text": 2}}) == []


@pytest.mark.parametrize(
    ("value", "number", "named"),
    [
        ([], "E001", "RECOMMENDATIONS"),
        ({"WEIGTHS": {}}, "E002", "WEIGTHS"),
        ({"WEIGHTS": 3}, "E003", "WEIGHTS"),
        ({"WEIGHTS": {"txt": 1}}, "E004", "txt"),
        ({"WEIGHTS": {"text": -1}}, "E005", "-1"),
        ({"WEIGHTS": {"text": "1"}}, "E005", "'1'"),
        ({"FIELD_WEIGHTS": {"body": float("nan")}}, "E005", "body"),
        ({"WEIGHTS": dict.fromkeys(PARTS, 0)}, "E006", "WEIGHTS"),
        ({"CHALLENGER_WEIGHTS": {"txt": 1}}, "E004", "txt"),
        (
            {
                "WEIGHTS": {**dict.fromkeys(PARTS, 0), "topic": 1},
                "CHALLENGER_WEIGHTS": {"topic": 0},
            },
            *("E006", "CHALLENGER_WEIGHTS"),
        ),
    ],
)
def test_a_wrong_setting_is_named_with_a_hint(settings, value, number, named):
    [(problem, message, hint)] = problems(settings, value)

    assert problem == f"recommendations.{number}"
    assert named in message
    assert "WEIGHTS" in hint or "text" in hint or "body" in hint


def test_a_signal_without_weight_is_in_no_list_and_other_weights_bring_a_full_build(
    settings, make_article
):
    article = make_subjects(make_article, 3, topics=["Health"])["gout"][0]
    services.build("en")
    built_at = Corpus.objects.get(language="en").built_at
    before = stored_lists()

    settings.RECOMMENDATIONS = {"WEIGHTS": {**dict.fromkeys(PARTS, 0), "topic": 1}}
    services.refresh("en")

    assert Corpus.objects.get(language="en").built_at > built_at
    assert stored_lists() != before
    assert set(signals_of(article)) == {"topic"}


# Tuning


def choices(n, *, seed=0):
    """Choices that only the first signal explains."""
    chance = np.random.default_rng(seed)
    made = []
    for _ in range(n):
        signals = chance.random((20, len(PARTS)))
        chosen = signals[:, 0] >= np.sort(signals[:, 0])[-3]
        made.append(tuning.Choice(signals, chosen))
    return made


def test_the_weights_found_are_of_the_signals_that_explain_the_choices():
    weights = tuning.fit(choices(30))

    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    assert weights[0] > 0.8


def test_a_signal_that_says_nothing_does_no_harm():
    silent = [tuning.Choice(np.zeros((5, len(PARTS))), np.arange(5) < 2)]

    assert tuning.fit(silent).sum() == pytest.approx(1)


def test_the_gradient_is_that_of_the_loss():
    [choice], weights, step = choices(1), np.linspace(0.1, 1, len(PARTS)), 1e-6

    loss, gradient = tuning._loss(choice, weights)

    for place in range(len(PARTS)):
        moved = weights + step * (np.arange(len(PARTS)) == place)
        assert (tuning._loss(choice, moved)[0] - loss) / step == pytest.approx(
            gradient[place], abs=1e-3
        )


def test_cross_validation_measures_each_choice_once():
    found = list(tuning.cross_validate(choices(11), folds=3, seed=1))

    assert sorted(map(len, found)) == [3, 4, 4]
    assert all(0.9 < value <= 1 for fold in found for value in fold)


@pytest.fixture
def labels(make_article, tmp_path):
    subjects = make_subjects(make_article, 3)
    lines = [
        f"{article.identifier}\t{other.identifier}"
        for its in subjects.values()
        for article in its
        for other in its
        if other != article
    ]
    path = tmp_path / "labels.tsv"
    path.write_text(
        "\n".join(["article\trelated", *lines, f"{subjects['gout'][0].identifier}\tunknown"]) + "\n"
    )
    return path


def tune(*args):
    out = StringIO()
    call_command("tune_recommendations", *map(str, args), stdout=out)
    return out.getvalue()


def test_tuning_prints_weights_and_how_well_they_do_and_changes_nothing(labels, settings):
    result = json.loads(tune(labels, "--json", "--folds", 3))

    assert result["labeled articles"] == 12
    assert result["labels left out"] == 1
    assert result["weights"].keys() == DEFAULT_WEIGHTS.keys()
    assert sum(result["weights"].values()) == pytest.approx(1, abs=1e-3)
    for name in ("cross-validated", "fitted", "present"):
        assert 0.9 < result[name] <= 1
    assert not Corpus.objects.exists()
    assert not stored_lists()

    table = tune(labels)
    assert "cross-validated" in table
    assert all(name in table for name in PARTS)


def test_tuning_refuses_bad_labels_too_few_and_too_few_folds(labels, tmp_path):
    with pytest.raises(CommandError, match="missing"):
        tune(tmp_path / "missing.tsv")
    with pytest.raises(CommandError, match="2 or more, not 1"):
        tune(labels, "--folds", 1)
    with pytest.raises(CommandError, match="12 labeled articles are too few for 20 folds"):
        tune(labels, "--folds", 20)
