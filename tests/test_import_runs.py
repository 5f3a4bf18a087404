import pytest
from django.db import connection

from articles.interchange.importer import import_files
from articles.interchange.report import Report
from articles.models import Article, Person, Topic
from articles.search import search
from articles.signals import articles_imported

from .importing import line, run_import, write_lines

pytestmark = pytest.mark.django_db


def test_what_is_imported_is_announced_once_and_found_by_search(import_lines):
    announced = []

    def listen(*, ids, **kwargs):
        announced.append(ids)

    articles_imported.connect(listen, sender=Article)
    import_lines(line("a"), line("b", body_html="<p>About a <em>kneecap</em>.</p>"))
    Article.objects.get(identifier="b").publish()
    import_lines(line("a"), line("b", body_html="<p>About a kneecap and more.</p>"))
    import_lines(line("a"))
    articles_imported.disconnect(listen, sender=Article)
    a, b = Article.objects.order_by("pk").values_list("pk", flat=True)
    assert announced == [[a, b], [b]]
    assert search("kneecap and more", "en").articles.get().pk == b


def test_a_dry_run_reports_the_same_and_writes_nothing(tmp_path):
    here = write_lines(tmp_path / "here.jsonl", line("same"), line("changed"))
    run_import(here)
    saved = list(Article.objects.order_by("pk").values())
    path = write_lines(
        tmp_path / "new.jsonl",
        line("waits", language="es", translation_of="new"),
        line("same"),
        line("changed", summary="New."),
        line("new", topics=["Fresh"], authors=[{"name": "Ana Ruiz"}]),
        line("new"),
        line("bad", published="soon"),
        "nonsense",
    )
    rehearsal = run_import(path, tmp_path / "missing.jsonl", dry_run=True)
    assert list(Article.objects.order_by("pk").values()) == saved
    assert not Topic.objects.exists()
    assert not Person.objects.exists()
    outcome = run_import(path, tmp_path / "missing.jsonl")
    assert rehearsal.output == f"Nothing was written. {outcome.output}"
    assert outcome.output == "Created 2, updated 1, unchanged 1, refused 3.\n"
    assert rehearsal.errors == outcome.errors
    assert rehearsal.status == outcome.status == 1


def test_stopping_keeps_what_is_stored_and_the_next_run_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr("articles.interchange.importer.BATCH", 2)
    path = write_lines(tmp_path / "articles.jsonl", *(line(str(number)) for number in range(5)))

    def stop(raw):
        if raw["id"] == "4":
            raise KeyboardInterrupt
        return validate(raw)

    with monkeypatch.context() as patch:
        from articles.interchange.validation import validate

        patch.setattr("articles.interchange.importer.validate", stop)
        announced = []

        def listen(*, ids, **kwargs):
            announced.extend(ids)

        articles_imported.connect(listen, sender=Article)
        outcome = run_import(path)
        articles_imported.disconnect(listen, sender=Article)
    assert outcome.status == 130
    assert "4 articles were stored and stay; run it again to go on." in outcome.errors
    assert len(announced) == 4
    assert run_import(path).output == "Created 1, updated 0, unchanged 4, refused 0.\n"


def test_a_dry_run_that_is_stopped_says_that_nothing_stays(tmp_path, monkeypatch):
    def stop(raw):
        raise KeyboardInterrupt

    monkeypatch.setattr("articles.interchange.importer.validate", stop)
    outcome = run_import(write_lines(tmp_path / "articles.jsonl", line()), dry_run=True)
    assert outcome.status == 130
    assert "0 articles were stored" in outcome.errors


def test_an_article_that_the_database_refuses_stops_no_other(tmp_path):
    path = write_lines(
        tmp_path / "articles.jsonl",
        line("a", topics=["Sleep"]),
        line("b", slug="taken", topics=["Skin"]),
        line("c", topics=["Sleep"]),
    )

    def open_after_a_colleague_took_the_slug(path):
        Article.objects.create(title="Theirs", slug="taken", body="<p>x</p>")
        return path.open("rb")

    report = import_files([str(path)], open_file=open_after_a_colleague_took_the_slug)
    assert str(report) == "Created 2, updated 0, unchanged 0, refused 1."
    assert str(report.problems[0]).startswith(f"{path}:2: the database refuses it: ")
    assert list(Topic.objects.values_list("name", flat=True)) == ["Sleep"]


def test_an_article_that_cannot_be_changed_keeps_what_it_had(tmp_path):
    path = tmp_path / "articles.jsonl"
    run_import(write_lines(path, line("a")))
    write_lines(path, line("a", slug="taken"), line("b", slug="title-of-a"))

    def open_after_a_colleague_took_the_slug(path):
        Article.objects.create(title="Theirs", slug="taken", body="<p>x</p>")
        return path.open("rb")

    report = import_files([str(path)], open_file=open_after_a_colleague_took_the_slug)
    assert str(report) == "Created 0, updated 0, unchanged 0, refused 2."
    assert Article.objects.get(identifier="a").slug == "title-of-a"


def test_a_report_can_be_read_while_the_import_goes_on(tmp_path):
    report = Report()
    assert import_files([str(tmp_path / "none.jsonl")], report=report) is report
    assert report.problem_count == 1


def test_the_texts_of_many_articles_are_not_kept_while_debugging(import_lines, settings):
    settings.DEBUG = True
    import_lines(line(summary="A long text."))
    assert not any("A long text." in query["sql"] for query in connection.queries)


def test_the_command_is_quiet_when_told_so(import_lines):
    assert import_lines(line(), verbosity=0).output == ""


def test_progress_is_shown_at_a_terminal_only(import_lines, monkeypatch, capsys):
    import_lines(line("a"))
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    import_lines(line("b"))
    assert "Importing" in capsys.readouterr().err
    import_lines(line("c"), verbosity=0)
    assert capsys.readouterr().err == ""
