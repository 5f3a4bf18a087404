from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Person, Review, Topic

from .importing import line, run_import, write_lines

pytestmark = pytest.mark.django_db


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


def test_what_an_article_says_of_a_new_person_is_in_its_language(import_lines):
    author = {"name": "Ana", "credentials": "Enfermera"}
    reviewer = {"name": "Luis", "credentials": "Médico"}
    review = {"reviewed": "2026-01-01", "reviewer": reviewer}
    import_lines(line("1", language="es", authors=[author], **review), line("2", authors=[author]))
    assert dict(Person.objects.values_list("name", "language")) == {"Ana": "es", "Luis": "es"}


# The run
