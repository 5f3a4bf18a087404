import json
from datetime import UTC, date, datetime, timedelta
from html import escape

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.interchange.exporter import export_lines
from articles.interchange.importer import import_files
from articles.models import Article, Person, Review

from .importing import line, run_export, run_import, write_lines

pytestmark = pytest.mark.django_db


def exported():
    return [json.loads(text) for text in run_export().output.splitlines()]


def test_an_article_is_one_line_with_the_keys_that_have_a_value(make_article):
    article = make_article("Café", summary="Short.", at=datetime(2026, 1, 2, tzinfo=UTC))
    output = run_export().output
    assert "Café" in output
    assert json.loads(output) == {
        "id": article.identifier,
        "title": "Café",
        "slug": "cafe",
        "language": "en",
        "status": "published",
        "summary": "Short.",
        "body_html": article.body,
        "published": "2026-01-02T00:00:00+00:00",
    }


def test_articles_of_every_status_are_exported_in_the_order_of_their_ids(make_article):
    for identifier, status in (("c", "published"), ("a", "draft"), ("b", "withdrawn")):
        make_article(identifier=identifier, status=status)
    assert [(article["id"], article["status"]) for article in exported()] == [
        ("a", "draft"),
        ("b", "withdrawn"),
        ("c", "published"),
    ]


def test_an_empty_database_is_an_empty_export():
    assert run_export().output == ""


def test_an_export_into_a_file_is_the_same_text(tmp_path, make_article):
    make_article("Sueño")
    path = tmp_path / "articles.jsonl"
    assert run_export(output=path).output == ""
    assert path.read_text(encoding="utf-8") == run_export().output
    assert [found.name for found in tmp_path.iterdir()] == ["articles.jsonl"]


def test_an_export_that_breaks_off_leaves_the_file_as_it_was(tmp_path, make_article, monkeypatch):
    make_article()
    path = tmp_path / "articles.jsonl"
    path.write_text("old")

    def stop(article):
        raise KeyboardInterrupt

    monkeypatch.setattr("articles.interchange.exporter.as_record", stop)
    with pytest.raises(KeyboardInterrupt):
        run_export(output=path)
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["articles.jsonl"]


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    path = tmp_path / "missing" / "articles.jsonl"
    outcome = run_export(output=path)
    assert outcome.errors == f"{path} cannot be written: No such file or directory"
    assert outcome.status == 1


def test_only_formats_that_exist_are_offered():
    assert "invalid choice: 'pdf'" in run_export("--format", "pdf").errors


def test_queries_do_not_grow_with_the_articles(make_article, django_assert_max_num_queries):
    for _ in range(20):
        make_article(topics=["Sleep"])
    with django_assert_max_num_queries(6):
        run_export()


def test_an_imported_export_changes_nothing_here(tmp_path, make_article):
    original = make_article("Asthma", topics=["Lungs"])
    translation = make_article("Asma", language="es", translation_of=original)
    make_article("Unfinished", body="", status=Article.Status.DRAFT)
    translation.record_review(
        reviewer=Person.objects.create(name="Cy"), reviewed_on=date(2026, 1, 1)
    )
    path = tmp_path / "articles.jsonl"
    run_export(output=path)
    assert run_import(path).output == "Created 0, updated 0, unchanged 3, refused 0.\n"


def test_what_was_edited_since_is_put_back(tmp_path):
    path = write_lines(tmp_path / "1.jsonl", line(topics=["Sleep"], summary="Old."))
    run_import(path)
    before = run_export().output
    backup = tmp_path / "backup.jsonl"
    run_export(output=backup)
    article = Article.objects.get()
    article.summary, article.body = "New.", "<p>New.</p>"
    article.save()
    article.topics.clear()
    assert run_export().output != before
    run_import(backup)
    assert run_export().output == before


# Any content there and back


def texts(max_size=40):
    characters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    return st.text(characters, max_size=max_size).map(str.strip)


def some(max_size=40):
    return texts(max_size).filter(bool)


paragraphs = texts().map(lambda text: f"<p>Text {escape(text)}</p>")
moments = st.datetimes(
    datetime(1950, 1, 1),  # noqa: DTZ001  (hypothesis adds the zone)
    datetime(2150, 1, 1),  # noqa: DTZ001
    timezones=st.timezones(),
)
days = st.dates(date(1950, 1, 1), date(2150, 1, 1)).map(date.isoformat)
people = st.fixed_dictionaries({"name": some()}, optional={"credentials": texts()})
questions = st.fixed_dictionaries({"question": some(), "answer_html": paragraphs})
references = st.fixed_dictionaries(
    {"text": some()},
    optional={
        "url": st.just("https://example.org/ä?b=1&c"),
        "doi": st.just("10.1000/182"),
        "pmid": st.just("123"),
        "accessed": days,
    },
)


@st.composite
def articles(draw, identifier):
    article = draw(
        st.fixed_dictionaries(
            {"id": st.just(identifier), "title": some(), "body_html": paragraphs},
            optional={
                "language": st.sampled_from(["en", "es"]),
                "status": st.sampled_from(Article.Status.values),
                "summary": texts(200),
                "topics": st.lists(some(30), max_size=3),
                "key_facts": st.lists(some(), max_size=3),
                "also_known_as": st.lists(some(), max_size=3),
                "source_url": st.just(f"https://example.org/{identifier}"),
                "authors": st.lists(people, max_size=3),
                "questions": st.lists(questions, max_size=3),
                "references": st.lists(references, max_size=3),
                "updated": moments.map(datetime.isoformat),
                "change_note": some(),
                "review_due": days,
            },
        )
    )
    if draw(st.booleans()):
        published = draw(moments)
        article["published"] = published.isoformat()
        if draw(st.booleans()):
            article["expires"] = (published + timedelta(days=draw(st.integers(1, 99)))).isoformat()
    if draw(st.booleans()):
        article |= {"reviewed": draw(days), "reviewer": draw(people)}
    return article


@st.composite
def corpora(draw):
    """Articles that link to each other, and some pairs of original and translation."""
    corpus = [draw(articles(str(number))) for number in range(draw(st.integers(0, 5)))]
    for number in range(1, len(corpus), 2):
        corpus[number]["body_html"] += f'<p><a href="https://example.org/{number - 1}">x</a></p>'
        if corpus[number].get("language", "en") != corpus[number - 1].get("language", "en"):
            corpus[number]["translation_of"] = str(number - 1)
    return draw(st.permutations(corpus))


@given(corpora())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_content_comes_back_as_it_was(tmp_path_factory, corpus):
    folder = tmp_path_factory.mktemp("exports")
    generations = []
    path = write_lines(folder / "0.jsonl", *corpus)
    for number in (1, 2):
        with transaction.atomic():
            report = import_files([str(path)])
            assert report.problems == []
            assert report.created == len(corpus)
            generations.append("".join(export_lines("jsonl")))
            path = folder / f"{number}.jsonl"
            path.write_text(generations[-1], encoding="utf-8")
            assert import_files([str(path)]).unchanged == len(corpus)
            assert Review.objects.count() == sum("reviewed" in article for article in corpus)
            transaction.set_rollback(True)
    assert generations[0] == generations[1]
