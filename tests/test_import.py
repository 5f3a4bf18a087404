import gzip
import json
from datetime import UTC, date, datetime

import pytest

from articles.models import Article, Review

from .importing import COMPLETE, line, run_import, write_lines

pytestmark = pytest.mark.django_db


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
