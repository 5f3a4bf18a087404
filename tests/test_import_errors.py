import gzip
import json

import pytest

from articles.models import Article, Person, Topic

from .importing import line, run_import, write_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def import_bad_line(tmp_path):
    """Import a line between two good ones; return what is said, without the file's name."""

    def import_it(bad):
        path = write_lines(tmp_path / "articles.jsonl", line("first"), bad, line("last"))
        outcome = run_import(path)
        assert outcome.status == 1
        assert outcome.output == "Created 2, updated 0, unchanged 0, refused 1.\n"
        assert set(Article.objects.values_list("identifier", flat=True)) == {"first", "last"}
        return outcome.errors.replace(str(path), "FILE")

    return import_it


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("not json", "is not JSON: Expecting value (column 1)"),
        ('{"id": "a"', "is not JSON: Expecting ',' delimiter (column 11)"),
        ("[]", "must be a JSON object, not a list"),
        ("7", "must be a JSON object, not a number"),
        ("null", "must be a JSON object, not null"),
        ('{"id": "a", "id": "b"}', "has the key `id` twice"),
        ('{"id": "a\xe9"}'.encode("latin-1"), "is not UTF-8 (byte 10 of the line)"),
        ("[" * 100_000, "is not JSON that can be read: nested too deep"),
        (f'{{"id": {"9" * 5000}}}', "is not JSON that can be read: a number is too long"),
    ],
)
def test_a_line_that_is_no_json_object_is_named(import_bad_line, bad, message):
    assert f"FILE:2: {message}\n" in import_bad_line(bad)


BAD_FIELDS = [
    ("id", None, "is missing"),
    ("id", "  ", "is empty"),
    ("id", 7, "must be a string, not a number"),
    ("id", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
    ("title", None, "is missing"),
    ("title", "", "is empty"),
    ("title", ["a"], "must be a string, not a list"),
    ("title", "x" * 301, "Ensure this value has at most 300 characters (it has 301)."),
    ("title", "two\nlines", "has a character that is not text: U+000A"),
    ("title", "half \ud83d", "has a character that is not text: U+D83D"),
    ("body_html", None, "is missing"),
    ("body_html", "", "is empty"),
    ("body_html", "<p> &nbsp; </p>", "is empty once cleaned"),
    ("body_html", "<script>alert(1)</script>", "is empty once cleaned"),
    ("body_html", "<p>nul \0</p>", "has a character that is not text: U+0000"),
    ("body_html", "<p>half \udc00</p>", "has a character that is not text: U+DC00"),
    ("body_html", {"html": "x"}, "must be a string, not an object"),
    ("headline", "x", "is not a known key"),
    ("slug", "no spaces", "Enter a valid “slug” consisting of Unicode letters"),
    ("slug", "title-of-first", "is taken by the article first"),
    ("language", "tlh", "Value 'tlh' is not a valid choice."),
    ("status", "live", "must be one of: draft, published, withdrawn"),
    ("summary", True, "must be a string, not true or false"),
    ("source_url", "javascript:alert(1)", "Enter a valid URL."),
    ("also_known_as", "Asthma", "must be a list, not a string"),
    ("also_known_as[1]", ["a", 2], "must be a string, not a number"),
    ("also_known_as[0]", [" "], "is empty"),
    ("topics[0]", ["x" * 101], "Ensure this value has at most 100 characters (it has 101)."),
    ("topics[1]", ["Sleep", None], "must be a string, not null"),
    ("authors", {"name": "Ana"}, "must be a list, not an object"),
    ("authors[0].name", [{"credentials": "MD"}], "is missing"),
    ("authors[0].title", [{"name": "Ana", "title": "Dr."}], "is not a known key"),
    ("questions[0].answer_html", [{"question": "Why?", "answer_html": ""}], "is empty"),
    (
        "questions[1].answer_html",
        [{"question": "a?", "answer_html": "b"}, {"question": "c?", "answer_html": "<p></p>"}],
        "is empty once cleaned",
    ),
    ("questions[0].question", [{"answer_html": "Because."}], "is missing"),
    ("questions[0].html", [{"question": "a", "answer_html": "b", "html": ""}], "is not a known"),
    ("references[0].text", [{"url": "https://example.org"}], "is missing"),
    ("references[0].url", [{"text": "a", "url": "example"}], "Enter a valid URL."),
    ("references[0].doi", [{"text": "a", "doi": "11.1"}], "A DOI looks like 10.1000/182."),
    ("references[0].pmid", [{"text": "a", "pmid": "PMC1"}], "A PubMed ID is a number."),
    ("references[0].accessed", [{"text": "a", "accessed": "May"}], "is not an ISO date or time"),
    ("references[0].year", [{"text": "a", "year": "2020"}], "is not a known key"),
    ("published", "2026-02-30", "is not an ISO date or time: 2026-02-30"),
    ("published", "02/03/2026", "is not an ISO date or time: 02/03/2026"),
    ("published", 2026, "must be a string, not a number"),
    ("updated", "0001-01-01", "is not an ISO date or time: 0001-01-01"),
    ("expires", "9999-12-31T23:59:59-12:00", "is not an ISO date or time"),
    ("review_due", "next year", "is not an ISO date or time: next year"),
    ("reviewed", {}, "must be a string, not an object"),
    ("reviewer", "Dr. Cy Dee", "must be an object, not a string"),
    ("reviewer.degree", {"name": "Cy", "degree": "MD"}, "is not a known key"),
]


@pytest.mark.parametrize(("field", "value", "message"), BAD_FIELDS)
def test_a_bad_value_is_named_by_file_line_and_field(import_bad_line, field, value, message):
    key = field.partition("[")[0].partition(".")[0]
    errors = import_bad_line({**line("bad"), key: value})
    assert f"FILE:2: field `{field}`: {message}" in errors


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"reviewed": "2026-01-01"}, "reviewer", "is missing: `reviewed` needs it"),
        ({"reviewer": {"name": "Cy"}}, "reviewed", "is missing: `reviewer` needs it"),
        (
            {"published": "2026-01-02", "expires": "2026-01-02"},
            "expires",
            "must be after `published`",
        ),
        ({"status": "published", "expires": "2020-01-02"}, "expires", "must be after `published`"),
    ],
)
def test_values_that_do_not_go_together_are_named(import_bad_line, values, field, message):
    assert f"FILE:2: field `{field}`: {message}\n" in import_bad_line(line("bad", **values))


def test_all_faults_of_a_line_are_named_at_once(import_bad_line):
    errors = import_bad_line({"id": "bad", "titel": "x", "body_html": "", "published": "soon"})
    assert [text.partition("`")[2].partition("`")[0] for text in errors.splitlines()[:-1]] == [
        "titel",
        "title",
        "published",
        "body_html",
    ]


def test_a_repeated_id_is_refused_and_its_first_place_named(tmp_path):
    first = write_lines(tmp_path / "1.jsonl", line("a"))
    second = write_lines(tmp_path / "2.jsonl", line("b"), line("a", title="Other"))
    outcome = run_import(first, second)
    assert outcome.output == "Created 2, updated 0, unchanged 0, refused 1.\n"
    assert f"{second}:2: field `id`: a is given already in {first}:1\n" in outcome.errors
    assert Article.objects.get(identifier="a").title == "Title of a"


def test_a_bad_line_leaves_nothing_of_itself_behind(import_bad_line):
    import_bad_line(
        line(
            "bad",
            topics=["Sleep"],
            authors=[{"name": "Ana Ruiz"}],
            reviewer={"name": "Cy"},
            reviewed="2026-01-01",
            slug="title-of-first",
        )
    )
    assert not Topic.objects.exists()
    assert not Person.objects.exists()


def test_an_unfinished_draft_may_be_without_a_text(tmp_path):
    draft = line(status="draft", body_html="")
    assert run_import(write_lines(tmp_path / "a.jsonl", draft)).status == 0
    assert Article.objects.get().body == ""


def test_a_hostile_key_cannot_steer_the_terminal(import_bad_line):
    errors = import_bad_line({**line("bad"), "\x1b[2J" + "x" * 1000: ""})
    assert "\x1b" not in errors
    assert r"\x1b[2J" in errors
    assert max(map(len, errors.splitlines())) < 520


def test_only_the_first_fifty_problems_are_shown_and_the_others_counted(tmp_path):
    outcome = run_import(write_lines(tmp_path / "a.jsonl", *["x"] * 60))
    assert "refused 60" in outcome.output
    assert outcome.errors.count("is not JSON") == 50
    assert "... and 10 more problems.\n" in outcome.errors


# Files


@pytest.fixture
def good(tmp_path):
    return write_lines(tmp_path / "good.jsonl", line("good"))


def test_a_missing_file_is_named_and_the_others_are_read(tmp_path, good):
    missing = tmp_path / "missing.jsonl"
    outcome = run_import(missing, good)
    assert outcome.output == "Created 1, updated 0, unchanged 0, refused 0.\n"
    assert f"{missing}: cannot be read: No such file or directory\n" in outcome.errors
    assert outcome.status == 1


def test_a_file_of_no_known_kind_is_named_with_those_that_are(tmp_path, good):
    unknown = tmp_path / "articles.docx"
    outcome = run_import(unknown, good)
    assert f"{unknown}: cannot be imported; these can: .jsonl, .jsonl.gz\n" in outcome.errors
    assert (outcome.status, Article.objects.count()) == (1, 1)


def test_a_gzip_file_that_breaks_off_is_read_as_far_as_it_goes(tmp_path, good):
    lines = [json.dumps(line(str(number), summary="x" * 100)) for number in range(2000)]
    whole = gzip.compress("\n".join(lines).encode(), compresslevel=0)
    path = tmp_path / "broken.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    outcome = run_import(path, good)
    kept = Article.objects.exclude(identifier="good").count()
    assert 0 < kept < 2000
    assert f"{path}: cannot be read after line {kept}: " in outcome.errors
    assert Article.objects.filter(identifier="good").exists()


def test_a_file_that_only_says_it_is_gzip_is_named(tmp_path, good):
    path = write_lines(tmp_path / "plain.jsonl.gz", line("plain"))
    outcome = run_import(path, good)
    assert f"{path}: cannot be read: Not a gzipped file" in outcome.errors
    assert Article.objects.get().identifier == "good"


def test_a_gzip_file_with_damage_inside_is_named(tmp_path, good):
    whole = bytearray(gzip.compress(json.dumps(line("plain", summary="abc" * 99)).encode()))
    whole[20:24] = b"\xff\xff\xff\xff"
    path = tmp_path / "damaged.jsonl.gz"
    path.write_bytes(whole)
    assert f"{path}: cannot be read: " in run_import(path, good).errors
    assert Article.objects.get().identifier == "good"
