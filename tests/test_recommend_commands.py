"""The commands of Read More."""

import json
from io import StringIO
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from recommendations.models import RelatedArticle

from .read_more import make_subjects, stored_lists


@pytest.fixture
def articles(make_article):
    return make_subjects(make_article, 3)


def run(*args, **options):
    out, err = StringIO(), StringIO()
    call_command(*args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def exported(*args):
    out, _ = run("export_recommendations", *args)
    return {line["article"]: line["related"] for line in map(json.loads, out.splitlines())}


def test_building_stores_the_lists_of_each_language(articles, make_article):
    gota = [make_article(f"Gota {n}", language="es") for n in range(2)]

    out, err = run("build_recommendations")

    assert out.splitlines() == ["en: lists for 12 articles.", "es: lists for 2 articles."]
    assert err == ""
    assert len(stored_lists("en")) == 12
    assert stored_lists("es").keys() == {article.pk for article in gota}


def test_building_shows_a_person_how_far_it_is(articles, monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich then takes anything for a terminal

    run("build_recommendations")

    shown = capsys.readouterr().err
    for stage in ("Reading", "Comparing", "Storing"):
        assert f"{stage} (en)" in shown


def test_building_is_quiet_when_asked_to(articles, monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert run("build_recommendations", verbosity=0) == ("", "")

    assert capsys.readouterr().err == ""
    assert stored_lists()


def test_a_build_that_is_stopped_leaves_the_lists_as_they_were(articles):
    run("build_recommendations")
    before = stored_lists()
    articles["gout"][0].unpublish()

    with (
        mock.patch.object(RelatedArticle.objects, "bulk_create", side_effect=KeyboardInterrupt),
        pytest.raises(CommandError, match="lists of en are as they were") as stopped,
    ):
        run("build_recommendations")

    assert stopped.value.returncode == 130
    assert stored_lists() == before


def test_the_export_has_a_line_for_every_public_article_with_its_list_best_first(
    articles, make_article
):
    run("build_recommendations")
    late = make_article("Late")
    make_article("Draft", status=Article.Status.DRAFT)
    withdrawn = articles["gout"][1]
    withdrawn.unpublish()

    lines = exported()

    public = Article.objects.published().values_list("identifier", flat=True)
    assert set(lines) == set(public)
    assert lines[late.identifier] == []
    gout = lines[articles["gout"][0].identifier]
    assert gout[0]["article"] == articles["gout"][2].identifier
    assert gout[0]["reasons"][0]["signal"] == "text"
    assert [pick["score"] for pick in gout] == sorted(
        (pick["score"] for pick in gout), reverse=True
    )
    assert withdrawn.identifier not in {pick["article"] for pick in gout}


def test_the_export_has_at_most_ten_or_as_many_as_asked_for(make_article):
    article, *_ = (make_article(f"A{n}", body="<p>Same words.</p>") for n in range(14))
    run("build_recommendations")

    assert len(exported()[article.identifier]) == 10
    assert len(exported("--limit", "3")[article.identifier]) == 3
    with pytest.raises(CommandError, match="-1"):
        exported("--limit", "-1")


def test_the_export_goes_to_a_file_when_one_is_named(articles, tmp_path):
    run("build_recommendations")
    path = tmp_path / "lists.jsonl"

    out, _ = run("export_recommendations", "--output", str(path))

    assert out == ""
    assert len(path.read_text(encoding="utf-8").splitlines()) == 12
    with pytest.raises(CommandError, match=r"Cannot write .*missing"):
        run("export_recommendations", "--output", str(tmp_path / "missing" / "lists.jsonl"))


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
    out, _ = run("evaluate_recommendations", str(labels), "--json")

    result = json.loads(out)
    assert len(result.pop("unknown")) == 3
    assert 0.5 < result.pop("coverage") <= 1
    assert 0 <= result.pop("gini of in-degree") < 0.5
    assert 0.1 < result.pop("similarity inside lists") <= 1
    assert result == {
        "ndcg@4, 95 % from": 1,
        "ndcg@4, 95 % to": 1,
        "ndcg@4": 1,
        "recall@10": 1,
        "mrr": 1,
        "labeled articles": 2,
        "labels left out": 3,
    }
    assert not RelatedArticle.objects.exists()


def test_an_evaluation_prints_a_table_and_names_what_it_left_out(labels):
    out, _ = run("evaluate_recommendations", str(labels))

    assert "ndcg@4" in out
    assert "1.000" in out
    draft = Article.objects.get(title="Draft")
    left_out = out.partition("labels left out, ")[2]
    assert left_out.count(draft.identifier) == 2


def test_an_evaluation_can_leave_out_signals_and_compare_with_other_methods(labels, settings):
    out, _ = run("evaluate_recommendations", str(labels), "--json", "--ablation", "--compare")

    result = json.loads(out)
    signals = result["ndcg@4 by signals"]
    assert signals["without topic"] == signals["alone text"] == 1
    assert signals["alone link"] == 0
    assert result["other methods"]["tutorial"]["ndcg@4"] == 1
    assert result["other methods"]["shared topics"]["ndcg@4"] < 1

    settings.RECOMMENDATIONS = {"WEIGHTS": {"topic": 0}}
    out, _ = run("evaluate_recommendations", str(labels), "--ablation", "--compare")
    assert "without text" in out
    assert "alone topic" not in out
    assert "tutorial: ndcg@4" in out


def test_an_evaluation_that_knows_all_labels_leaves_nothing_out(articles, tmp_path):
    one, other, _ = (article.identifier for article in articles["gout"])
    path = tmp_path / "labels.tsv"
    path.write_text(f"article\trelated\n{one}\t{other}\n")

    out, _ = run("evaluate_recommendations", str(path))

    assert "because" not in out
    assert "labeled articles" in out


def test_an_evaluation_without_any_known_label_has_only_counts(db, tmp_path):
    path = tmp_path / "labels.tsv"
    path.write_text("article\trelated\n" + "".join(f"a\tb{n}\n" for n in range(12)))

    out, _ = run("evaluate_recommendations", str(path))

    assert "ndcg@4" not in out
    assert "12 labels left out" in out
    assert "a b7, ..." in out


def test_an_evaluation_of_bad_labels_names_file_and_line(db, tmp_path):
    path = tmp_path / "labels.tsv"
    path.write_text("article\trelated\nonly one\n")

    with pytest.raises(CommandError, match=r"labels\.tsv, line 2"):
        run("evaluate_recommendations", str(path))
