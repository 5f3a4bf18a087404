import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article

from .importing import COMPLETE, line, run_import, write_lines

pytestmark = pytest.mark.django_db


def test_equal_titles_in_one_file_get_slugs_of_their_own(import_lines):
    import_lines(line("taken", slug="asthma"), *(line(str(n), title="Asthma") for n in range(3)))
    slugs = Article.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["asthma", "asthma-2", "asthma-3", "asthma-4"]


def test_many_equal_titles_cost_no_query_each(tmp_path):
    def queries(name, count):
        lines = [line(f"{name}{number}", title=name) for number in range(count)]
        path = write_lines(tmp_path / f"{name}.jsonl", *lines)
        with CaptureQueriesContext(connection) as captured:
            run_import(path)
        return len(captured)

    assert queries("few", 5) == queries("many", 50)


def test_an_article_keeps_its_slug_when_its_title_changes(import_lines):
    import_lines(line())
    import_lines(line(title="Something else"))
    assert Article.objects.get().slug == "title-of-a"


def test_a_new_slug_of_a_public_article_leaves_its_former_address(import_lines):
    import_lines(line(published="2026-01-02", slug="old"))
    import_lines(line(published="2026-01-02", slug="new"), line("b", slug="old"))
    assert Article.objects.get(slug="new").former_slugs.get().slug == "old"
    assert Article.objects.get(identifier="b").slug == "old"


def test_an_article_that_moves_to_a_language_where_its_slug_is_taken_gets_a_free_one(import_lines):
    import_lines(line("a", slug="asma", title="Asma"), line("b", slug="asma", language="es"))
    import_lines(line("a", title="Asma", language="es"))
    assert Article.objects.get(identifier="a").slug == "asma-2"


# Running it again


def test_the_same_file_again_writes_nothing(tmp_path):
    translated = line("es", language="es", translation_of="cramps", topics=["Sueño"])
    path = write_lines(tmp_path / "articles.jsonl", COMPLETE, translated, line("b"))
    run_import(path)
    saved = list(Article.objects.order_by("pk").values())
    with CaptureQueriesContext(connection) as captured:
        outcome = run_import(path)
    assert outcome.output == "Created 0, updated 0, unchanged 3, refused 0.\n"
    writes = [query["sql"] for query in captured if query["sql"].split()[0] in _WRITES]
    assert writes == []
    assert list(Article.objects.order_by("pk").values()) == saved


_WRITES = {"INSERT", "UPDATE", "DELETE", "REPLACE"}


def test_only_the_article_that_changed_is_written(import_lines):
    import_lines(line("a"), line("b"))
    saved_at = Article.objects.get(identifier="a").saved_at
    outcome = import_lines(line("a"), line("b", summary="New."))
    assert outcome.output == "Created 0, updated 1, unchanged 1, refused 0.\n"
    assert Article.objects.get(identifier="a").saved_at == saved_at
    assert Article.objects.get(identifier="b").summary == "New."


def test_rows_that_did_not_change_stay_the_same_rows(import_lines):
    import_lines(COMPLETE)
    article = Article.objects.get()
    questions, references = list(article.questions.all()), list(article.references.all())
    fewer = [COMPLETE["references"][1]]
    assert "updated 1" in import_lines({**COMPLETE, "references": fewer}).output
    assert list(article.questions.all()) == questions
    assert [reference.text for reference in article.references.all()] == ["A trial."]
    assert references[0] not in article.references.all()


def test_what_a_line_no_longer_has_the_article_no_longer_has(import_lines):
    import_lines(COMPLETE)
    import_lines(line("cramps"))
    article = Article.objects.get()
    assert article.summary == ""
    assert not article.topics.exists()
    assert not article.questions.exists()
    assert not article.authorships.exists()
    assert article.current_review is None
    assert article.reviews.count() == 1  # a record of what was, for good


# Topics, people, reviews
