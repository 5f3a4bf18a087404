"""How rankings are measured."""

from math import log2

import pytest

from recommendations.evaluation import (
    coverage,
    evaluate,
    gini,
    interval,
    ndcg,
    recall,
    reciprocal_rank,
    success,
)
from recommendations.labels import LabelError, read_labels


def test_ndcg_is_1_for_the_best_ranking_and_0_for_none_right():
    assert ndcg(["a", "b", "x", "y"], {"a", "b"}) == 1
    assert ndcg(["b", "a"], {"a", "b"}) == 1
    assert ndcg(["x", "y", "z", "w", "a"], {"a"}) == 0
    assert ndcg([], {"a"}) == 0


def test_ndcg_discounts_by_the_logarithm_of_the_rank():
    assert ndcg(["x", "a"], {"a"}) == pytest.approx(1 / log2(3))
    assert ndcg(["a", "x", "b"], {"a", "b"}) == pytest.approx((1 + 1 / 2) / (1 + 1 / log2(3)))


def test_ndcg_of_more_labels_than_places_asks_only_for_full_places():
    assert ndcg(["a", "b", "c", "d"], set("abcdef")) == 1


def test_recall_is_the_share_of_labels_among_the_first_ten():
    ranking = [*"abcdefghij", "k"]

    assert recall(ranking, {"a", "j", "k", "z"}) == 0.5


def test_the_reciprocal_rank_is_that_of_the_first_right_one():
    assert reciprocal_rank(["x", "a", "b"], {"a", "b"}) == 0.5
    assert reciprocal_rank(["x"], {"a"}) == 0


def test_success_is_one_right_one_among_the_first_four():
    assert success(["x", "y", "z", "a"], {"a", "b"}) == 1
    assert success(["x", "y", "z", "w", "a"], {"a"}) == 0


def test_coverage_is_the_share_of_articles_that_are_on_any_list():
    assert coverage([["a", "b"], ["b"], []], 4) == 0.5
    assert coverage([], 0) == 0


def test_gini_is_0_where_all_have_as_many_places_and_near_1_where_one_has_all():
    assert gini([["a"], ["b"]], 2) == 0
    assert gini([["a"]] * 5, 100) == pytest.approx(0.99)
    assert gini([["a", "b"], ["a"]], 2) == pytest.approx(1 / 6)
    assert gini([], 3) == gini([], 0) == 0


def test_an_interval_holds_the_mean_and_is_narrower_the_more_is_known():
    few, many = interval([0, 1] * 5), interval([0, 1] * 500)

    assert few[0] < many[0] < 0.5 < many[1] < few[1]
    assert interval([1, 1]) == (1, 1)


def test_an_evaluation_is_the_mean_over_labeled_articles():
    rankings = {1: ["a", "b"], 2: ["x", "a"], 3: ["unlabeled"]}

    measures = evaluate(rankings, {1: {"a"}, 2: {"a"}})

    assert measures == {
        "ndcg@4": pytest.approx((1 + 1 / log2(3)) / 2),
        "success@4": 1,
        "recall@10": 1,
        "mrr": 0.75,
    }
    assert evaluate(rankings, {}) == {}


def test_labels_are_read_by_article(tmp_path):
    path = tmp_path / "labels.tsv"
    path.write_text("article\trelated\n1\t2\n1\t3\n2\t1\n")

    assert read_labels(path) == {"1": {"2", "3"}, "2": {"1"}}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"", 1),
        (b"article,related\n", 1),
        (b"article\trelated\n1\t2\n1 3\n", 3),
        (b"article\trelated\n1\t\n", 2),
        (b"article\trelated\n1\t2\t3\n", 2),
        (b"article\trelated\n\n", 2),
        (b"article\trelated\n1\t1\n", 2),
    ],
)
def test_a_bad_line_of_labels_is_named(tmp_path, text, line):
    path = tmp_path / "labels.tsv"
    path.write_bytes(text)

    with pytest.raises(LabelError, match=f"labels.tsv, line {line}: "):
        read_labels(path)


def test_a_label_file_that_cannot_be_read_is_named(tmp_path):
    binary = tmp_path / "binary.tsv"
    binary.write_bytes(b"article\xff")

    with pytest.raises(LabelError, match=r"missing\.tsv: No such file"):
        read_labels(tmp_path / "missing.tsv")
    with pytest.raises(LabelError, match=r"binary\.tsv: not UTF-8 at byte 7"):
        read_labels(binary)
