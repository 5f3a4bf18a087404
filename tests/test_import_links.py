import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.html import clean_html
from articles.interchange.links import address_key, relink
from articles.models import Article

from .conftest import shared_file
from .importing import line, run_import, write_lines

SOURCE = "https://example.org/asthma.html"


def linking(identifier, *urls, **values):
    links = "".join(f'<a href="{url}">this</a> ' for url in urls)
    return line(identifier, body_html=f"<p>See {links}.</p>", **values)


def body(identifier):
    return Article.objects.get(identifier=identifier).body


@pytest.fixture
def import_lines(tmp_path, db):
    def import_them(*lines):
        outcome = run_import(write_lines(tmp_path / "articles.jsonl", *lines))
        assert outcome.status == 0
        return outcome

    return import_them


def test_a_link_to_a_source_leads_here_whichever_line_comes_first(import_lines):
    import_lines(
        linking("before", SOURCE), line("asthma", source_url=SOURCE), linking("after", SOURCE)
    )
    for identifier in ("before", "after"):
        assert '<a href="/articles/title-of-asthma/">this</a>' in body(identifier)


def test_a_link_to_a_source_imported_earlier_leads_here(import_lines):
    import_lines(line("asthma", source_url=SOURCE, language="es"))
    import_lines(linking("later", SOURCE))
    assert 'href="/es/articles/title-of-asthma/"' in body("later")


def test_a_link_that_is_here_already_leads_to_an_article_imported_later(import_lines):
    import_lines(linking("early", SOURCE))
    saved_at = Article.objects.get().saved_at
    import_lines(line("asthma", source_url=SOURCE))
    assert 'href="/articles/title-of-asthma/"' in body("early")
    assert Article.objects.get(identifier="early").saved_at > saved_at
    assert (
        "unchanged 2"
        in import_lines(linking("early", SOURCE), line("asthma", source_url=SOURCE)).output
    )


def test_links_in_answers_lead_here_too(import_lines):
    answer = {"question": "Where?", "answer_html": f'<p><a href="{SOURCE}">There</a>.</p>'}
    import_lines(line("asker", questions=[answer]), line("asthma", source_url=SOURCE))
    question = Article.objects.get(identifier="asker").questions.get()
    assert question.answer == '<p><a href="/articles/title-of-asthma/">There</a>.</p>'


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/asthma.html",
        "https://example.org/asthma.html/",
        "HTTPS://Example.ORG/asthma.html",
        "https://example.org/%61sthma.html",
    ],
)
def test_addresses_that_differ_in_form_only_are_the_same(import_lines, url):
    import_lines(line("asthma", source_url=SOURCE), linking("a", url))
    assert 'href="/articles/title-of-asthma/"' in body("a")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/asthma.html?page=2",
        "https://www.example.com/asthma.html",
        "https://example.org/Asthma.html",
        "mailto:asthma@example.org",
        "/articles/other/",
    ],
)
def test_another_address_stays_as_it_is(import_lines, url):
    import_lines(line("asthma", source_url=SOURCE), linking("a", url))
    assert f'href="{url}"' in body("a")


def test_a_fragment_is_kept(import_lines):
    import_lines(line("asthma", source_url=SOURCE), linking("a", f"{SOURCE}#signs&amp;symptoms"))
    assert 'href="/articles/title-of-asthma/#signs&amp;symptoms"' in body("a")


def test_a_link_may_say_that_it_is_in_another_language(import_lines):
    linked = f'<p><a lang="es" href="{SOURCE}">asma</a> <a href="{SOURCE}" lang="es">asma</a></p>'
    import_lines(line("asthma", source_url=SOURCE), line("a", body_html=linked))
    assert body("a") == linked.replace(SOURCE, "/articles/title-of-asthma/")


def test_an_article_may_credit_its_own_source(import_lines):
    import_lines(linking("asthma", SOURCE, source_url=SOURCE))
    assert f'href="{SOURCE}"' in body("asthma")


def test_the_oldest_of_two_articles_from_one_source_gets_the_links(import_lines):
    lines = [
        linking("a", SOURCE),
        line("one", source_url=SOURCE),
        linking("two", SOURCE, source_url=SOURCE),
    ]
    import_lines(*lines)
    assert 'href="/articles/title-of-one/"' in body("a")
    assert f'href="{SOURCE}"' in body("two")
    assert "unchanged 3" in import_lines(*lines).output


def test_what_a_colleague_saves_meanwhile_is_not_overwritten(import_lines, monkeypatch):
    import_lines(linking("a", SOURCE))

    def relink_while_a_colleague_saves(html, path_for):
        Article.objects.filter(identifier="a").update(body="<p>New.</p>")
        return relink(html, path_for)

    monkeypatch.setattr("articles.interchange.catalog.relink", relink_while_a_colleague_saves)
    import_lines(line("asthma", source_url=SOURCE))
    assert body("a") == "<p>New.</p>"


def test_a_new_link_is_as_the_cleaner_would_write_it():
    html = clean_html(f'<p>Ürsprung <a href="{SOURCE}?a=1&b=2#c&quot;d\'e">x</a> &amp; y</p>')
    relinked = relink(html, {address_key(SOURCE + "?a=1&b=2"): "/articles/ni%C3%B1os/"}.get)
    assert relinked == clean_html(relinked) != html


@pytest.mark.parametrize("url", ["", "/articles/a/", "https://[broken", "tel:112"])
def test_what_is_no_web_address_has_no_key(url):
    assert address_key(url) is None


@pytest.mark.django_db
def test_the_real_files_are_imported_in_full_and_link_to_each_other():
    outcome = run_import(
        shared_file("data/medlineplus.es.sample.jsonl.gz"),
        shared_file("data/medlineplus.en.jsonl.gz"),
    )
    assert outcome.output == "Created 1152, updated 0, unchanged 0, refused 0.\n"
    assert Article.objects.published().count() == 1016
    assert Article.objects.exclude(translation_of=None).count() == 136
    hiv = Article.objects.get(title="HIV")
    assert 'href="/articles/hiv-and-pregnancy/"' in hiv.body
    # Of the links to the site that all of them come from, what is left has no article here.
    sources = {address_key(url) for url in Article.objects.values_list("source_url", flat=True)}
    for identifier, source, html in Article.objects.values_list("identifier", "source_url", "body"):
        own = address_key(source)
        relink(html, lambda key, own=own, who=identifier: _refuse_known(key, sources - {own}, who))


def _refuse_known(key, sources, identifier):
    assert key not in sources, (identifier, key)


@pytest.mark.django_db
def test_a_large_real_file_passes_a_dry_run():
    with CaptureQueriesContext(connection) as captured:
        outcome = run_import(shared_file("data/medquad.en.jsonl.gz"), dry_run=True)
    assert outcome.output == (
        "Nothing was written. Created 5483, updated 0, unchanged 0, refused 0.\n"
    )
    assert not Article.objects.exists()
    assert len(captured) < 1000
