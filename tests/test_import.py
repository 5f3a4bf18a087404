import gzip
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.interchange.importer import import_files
from articles.interchange.report import Report
from articles.models import Article, Person, Review, Topic
from articles.search import search
from articles.signals import articles_imported

from .importing import line, run_import, write_lines

pytestmark = pytest.mark.django_db

COMPLETE = {
    "id": "cramps",
    "title": "Leg cramps",
    "slug": "night-cramps",
    "language": "en",
    "status": "published",
    "summary": "Sudden pain.\nMostly harmless.",
    "key_facts": ["They pass.", "Stretching helps."],
    "body_html": "<h2>Why</h2><p>Nobody knows.</p>",
    "topics": ["Sleep", "Muscles"],
    "also_known_as": ["Charley horse"],
    "source_url": "https://example.org/cramps",
    "authors": [{"name": "Ana Ruiz", "credentials": "Pharmacist"}, {"name": "Bo Li"}],
    "questions": [
        {"question": "Does it last?", "answer_html": "<p>No.</p>"},
        {"question": "Is it bad?", "answer_html": "<p>Rarely.</p>"},
    ],
    "references": [
        {"text": "Cramps. NHS.", "url": "https://www.nhs.uk/cramps/", "accessed": "2026-02-03"},
        {"text": "A trial.", "doi": "10.1000/182", "pmid": "123"},
    ],
    "published": "2026-01-02",
    "expires": "2036-01-02T12:00:00+02:00",
    "updated": "2026-02-02T08:30",
    "change_note": "A trial was added.",
    "reviewed": "2026-02-01",
    "review_due": "2028-02-01",
    "reviewer": {"name": "Dr. Cy Dee", "credentials": "Neurologist"},
}


@pytest.fixture
def import_lines(tmp_path):
    """Import lines as one file and return what the command said and how it ended."""

    def import_them(*lines, **options):
        return run_import(write_lines(tmp_path / "articles.jsonl", *lines), **options)

    return import_them


def test_a_line_with_every_key_is_stored_in_full(import_lines):
    outcome = import_lines(COMPLETE)
    assert outcome.output == "Created 1, updated 0, unchanged 0, refused 0.\n"
    assert (outcome.errors, outcome.status) == ("", 0)
    article = Article.objects.get(identifier="cramps")
    assert (article.title, article.slug, article.language) == ("Leg cramps", "night-cramps", "en")
    assert article.status == Article.Status.PUBLISHED
    assert article.summary == "Sudden pain.\nMostly harmless."
    assert article.body == "<h2>Why</h2><p>Nobody knows.</p>"
    assert article.key_facts == ["They pass.", "Stretching helps."]
    assert article.change_note == "A trial was added."
    assert article.also_known_as == ["Charley horse"]
    assert article.source_url == "https://example.org/cramps"
    assert article.published_at == datetime(2026, 1, 2, tzinfo=UTC)
    assert article.expires_at == datetime(2036, 1, 2, 10, tzinfo=UTC)
    assert article.updated_at == datetime(2026, 2, 2, 8, 30, tzinfo=UTC)


def test_a_line_with_every_key_brings_all_that_belongs_to_an_article(import_lines):
    import_lines(COMPLETE)
    article = Article.objects.get(identifier="cramps")
    assert sorted(article.topics.values_list("name", flat=True)) == ["Muscles", "Sleep"]
    assert [str(row.person) for row in article.authorships.all()] == [
        "Ana Ruiz, Pharmacist",
        "Bo Li",
    ]
    assert list(article.questions.values_list("question", "answer")) == [
        ("Does it last?", "<p>No.</p>"),
        ("Is it bad?", "<p>Rarely.</p>"),
    ]
    assert list(article.references.values_list("text", "doi", "pmid", "accessed_on")) == [
        ("Cramps. NHS.", "", "", date(2026, 2, 3)),
        ("A trial.", "10.1000/182", "123", None),
    ]
    assert article.current_review == Review.objects.get()
    assert article.current_review.reviewed_on == date(2026, 2, 1)
    assert article.current_review.reviewer.name == "Dr. Cy Dee"
    assert article.review_due_on == date(2028, 2, 1)


def test_the_three_required_keys_make_a_draft_in_english_with_a_slug(import_lines):
    import_lines(line())
    article = Article.objects.get(identifier="a")
    assert (article.status, article.language, article.slug) == ("draft", "en", "title-of-a")
    assert article.published_at is None
    assert article.first_public_at is None


def test_null_and_an_empty_string_are_the_same_as_no_key(import_lines):
    outcome = import_lines(line(summary=None, topics=None, reviewer=None, published="", slug=""))
    assert outcome.status == 0
    assert Article.objects.get().slug == "title-of-a"


def test_a_gzipped_file_is_read_like_a_plain_one(tmp_path):
    path = tmp_path / "articles.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(line()).encode()))
    assert run_import(path).status == 0
    assert Article.objects.count() == 1


def test_a_byte_order_mark_and_blank_lines_do_no_harm(import_lines):
    outcome = import_lines(b"\xef\xbb\xbf" + json.dumps(line()).encode(), "", "  ", line("b"))
    assert outcome.output == "Created 2, updated 0, unchanged 0, refused 0.\n"


def test_several_files_are_imported_in_one_run(tmp_path):
    first = write_lines(tmp_path / "1.jsonl", line("a"))
    second = write_lines(tmp_path / "2.jsonl", line("b"))
    assert "Created 2" in run_import(first, second).output


# Status and dates


def test_a_line_with_a_past_date_and_no_status_is_public(import_lines):
    import_lines(line(published="2026-01-02"))
    article = Article.objects.published().get()
    assert article.published_at == datetime(2026, 1, 2, tzinfo=UTC)
    # When it first could be read here, which decides whether its address may be forgotten.
    assert timezone.now() - article.first_public_at < timedelta(minutes=1)


def test_a_line_with_a_coming_date_is_public_from_then_on(import_lines):
    coming = timezone.now() + timedelta(days=3)
    import_lines(line(published=coming.isoformat()))
    article = Article.objects.get()
    assert not Article.objects.published().exists()
    assert Article.objects.published(at=coming).exists()
    assert article.first_public_at == coming


def test_a_date_is_midnight_and_a_naive_time_the_time_on_the_wall_here(import_lines, settings):
    settings.TIME_ZONE = "America/Bogota"
    with timezone.override("America/Bogota"):
        import_lines(line(published="2026-01-02", updated="2026-01-03T10:00"))
    article = Article.objects.get()
    assert article.published_at == datetime(2026, 1, 2, 5, tzinfo=UTC)
    assert article.updated_at == datetime(2026, 1, 3, 15, tzinfo=UTC)


def test_the_status_option_counts_for_lines_that_give_none(import_lines):
    import_lines(line("none"), line("draft", status="draft"), status="published")
    assert Article.objects.published().get().identifier == "none"


def test_a_withdrawn_line_is_not_public(import_lines):
    import_lines(line(status="withdrawn", published="2026-01-02"))
    article = Article.objects.get()
    assert article.status == Article.Status.WITHDRAWN
    assert article.published_at == datetime(2026, 1, 2, tzinfo=UTC)


def test_an_article_withdrawn_here_stays_so_unless_the_line_says_otherwise(import_lines):
    import_lines(line(published="2026-01-02"))
    Article.objects.get().unpublish()
    assert "unchanged 1" in import_lines(line(published="2026-01-02")).output
    assert not Article.objects.published().exists()
    import_lines(line(published="2026-01-02", status="published"))
    assert Article.objects.published().exists()


def test_an_article_published_here_keeps_its_dates_where_the_line_says_nothing(import_lines):
    import_lines(line())
    Article.objects.get().publish()
    published_at = Article.objects.get().published_at
    assert "unchanged 1" in import_lines(line()).output
    assert "unchanged 1" in import_lines(line(status="published")).output
    assert Article.objects.published().get().published_at == published_at


def test_a_scheduled_article_made_a_draft_forgets_that_it_would_be_public(import_lines):
    coming = timezone.now() + timedelta(days=3)
    import_lines(line(published=coming.isoformat()))
    import_lines(line(status="draft"))
    article = Article.objects.get()
    assert (article.status, article.published_at, article.first_public_at) == ("draft", None, None)


# Slugs


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


def test_topics_are_matched_whatever_their_case_and_within_their_language(import_lines):
    Topic.objects.create(name="Diabetes", language="en")
    outcome = import_lines(
        line("a", topics=["diabetes", "DIABETES"]), line("b", topics=["diabetes"], language="es")
    )
    assert outcome.status == 0
    assert Article.objects.get(identifier="a").topics.get().name == "Diabetes"
    assert Article.objects.get(identifier="b").topics.get().language == "es"
    assert Topic.objects.count() == 2
    assert "unchanged 1" in import_lines(line("a", topics=["dIABETES"])).output


def test_topics_of_any_script_have_an_address(import_lines):
    import_lines(line(topics=["???", "الصداع", "Sueño"]))
    assert sorted(Topic.objects.values_list("slug", flat=True)) == ["sueno", "topic", "الصداع"]


def test_an_article_that_changes_its_language_gets_topics_of_that_language(import_lines):
    import_lines(line(topics=["Diabetes"]))
    import_lines(line(topics=["Diabetes"], language="es"))
    assert Article.objects.get().topics.get().language == "es"


def test_people_are_one_person_by_name_and_credentials(import_lines):
    ana = {"name": "Ana Ruiz", "credentials": "Pharmacist"}
    namesake = {"name": "Ana Ruiz", "credentials": "Surgeon"}
    import_lines(line("a", authors=[ana, ana]), line("b", authors=[namesake, ana]))
    assert Person.objects.count() == 2
    assert Article.objects.get(identifier="a").authorships.count() == 1


def test_a_review_is_recorded_once_and_a_later_one_beside_it(import_lines):
    reviewer = {"name": "Dr. Cy Dee"}
    first = line(reviewer=reviewer, reviewed="2026-01-05")
    later = line(reviewer=reviewer, reviewed="2026-03-05T10:00:00Z")
    for article in (first, {**first, "summary": "New."}, later, first):
        assert import_lines(article).status == 0
    assert Review.objects.count() == 2
    assert Article.objects.get().current_review.reviewed_on == date(2026, 1, 5)


def test_a_reviewed_article_new_or_not_is_saved_with_few_queries_more(tmp_path):
    def queries(name, count):
        lines = [
            line(f"{name}{number}", reviewer={"name": "Cy"}, reviewed="2026-01-05")
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as captured:
            run_import(write_lines(tmp_path / f"{name}.jsonl", *lines))
        return len(captured)

    queries("first", 1)  # makes the reviewer
    assert queries("few", 5) == queries("many", 50)


# Translations


@pytest.mark.parametrize("order", [("en", "es"), ("es", "en")])
def test_a_translation_may_come_before_its_original(import_lines, order):
    lines = {"en": line("en"), "es": line("es", language="es", translation_of="en")}
    outcome = import_lines(*(lines[name] for name in order))
    assert outcome.output == "Created 2, updated 0, unchanged 0, refused 0.\n"
    assert Article.objects.get(identifier="es").translation_of.identifier == "en"


def test_an_original_may_be_in_another_file_or_here_already(tmp_path):
    english = write_lines(tmp_path / "en.jsonl", line("en"))
    spanish = write_lines(tmp_path / "es.jsonl", line("es", language="es", translation_of="en"))
    assert run_import(spanish, english).status == 0
    Article.objects.get(identifier="es").delete()
    assert run_import(spanish).status == 0


def test_a_translation_of_a_translation_waits_for_both(import_lines):
    outcome = import_lines(
        line("3", translation_of="2"),
        line("2", language="es", translation_of="1"),
        line("1"),
    )
    assert outcome.output == "Created 3, updated 0, unchanged 0, refused 0.\n"


def test_translations_that_wait_for_each_other_are_refused(import_lines):
    outcome = import_lines(
        line("1", translation_of="2"), line("2", language="es", translation_of="1")
    )
    assert "refused 2" in outcome.output
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"translation_of": "gone"}, "names no article that is here or could be imported: gone"),
        ({"translation_of": "en"}, "is in the same language"),
        ({"translation_of": "t"}, "is the article itself"),
        (
            {"translation_of": "en", "language": "es"},
            "has a translation in this language, the article es",
        ),
    ],
)
def test_a_translation_that_cannot_be_one_is_refused(import_lines, fields, message):
    outcome = import_lines(
        line("en"), line("es", language="es", translation_of="en"), line("t", **fields)
    )
    assert f"articles.jsonl:3: field `translation_of`: {message}\n" in outcome.errors
    assert Article.objects.count() == 2


# The run


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
