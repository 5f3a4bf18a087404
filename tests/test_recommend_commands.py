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
        mock.patch.object(RelatedArticle.objects, "insert", side_effect=KeyboardInterrupt),
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
