"""The index of links: what links to what, and what leads nowhere."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.links import index_links, path_on_this_site
from articles.links.reading import web_address
from articles.models import Article, BrokenLink, InternalLink, Question, Reference, Topic
from articles.revisions import content_of, discard_draft, record, save_draft


def linking(address, text="see"):
    return f'<p><a href="{address}">{text}</a></p>'


def to(article):
    return [link.source for link in InternalLink.objects.to(article)]


def broken():
    return [link.path for link in BrokenLink.objects.all()]


def test_publishing_writes_the_links_of_text_and_answers(make_article):
    asthma, cough = make_article("Asthma"), make_article("Cough")
    source = make_article(body=linking("/articles/asthma/", "<strong>As</strong>thma &amp; more"))
    Question.objects.create(article=source, question="?", answer=linking("/articles/cough/#signs"))
    source.publish()
    assert to(asthma) == to(cough) == [source]
    assert InternalLink.objects.to(asthma).get().text == "Asthma & more"


@pytest.mark.parametrize(
    "address",
    [
        "/articles/asthma/",
        "/articles/asthma",
        "/articles/asthma/?from=mail#signs",
        "http://127.0.0.1:8000/articles/asthma/",
        "../asthma/",
        "/articles/%61sthma/",
        "/articles/asthma.md",
    ],
)
def test_an_address_counts_however_it_is_written(make_article, address):
    asthma = make_article("Asthma")
    source = make_article(body=linking(address))
    assert to(asthma) == [source]
    assert broken() == []


@pytest.mark.parametrize(
    "address",
    ["https://example.org/articles/asthma/", "mailto:a@example.org", "http://[", "#signs"],
)
def test_other_addresses_are_no_links_to_this_site(make_article, address):
    make_article("Asthma", body=linking(address))
    assert not InternalLink.objects.exists()


def test_a_link_in_another_language_leads_to_the_article_of_that_language(make_article):
    english, spanish = make_article("Sueno"), make_article("Sueno", language="es")
    source = make_article(body=linking("/es/articles/sueno/"))
    assert to(spanish) == [source]
    assert to(english) == []


def test_a_link_to_a_former_address_still_counts_and_is_not_broken(make_article):
    asthma = make_article("Asthma")
    source = make_article(body=linking("/articles/asthma/"))
    asthma.slug = "asthma-in-adults"
    asthma.save()
    assert to(asthma) == [source]
    assert broken() == []


def test_a_page_does_not_link_to_itself(make_article):
    asthma = make_article("Asthma", body=linking("/articles/asthma/#signs"))
    assert to(asthma) == []


def test_links_lead_nowhere_to_what_readers_do_not_see(make_article):
    asthma = make_article("Asthma")
    make_article(body=linking("/articles/asthma/"))
    assert broken() == []
    asthma.unpublish()
    assert broken() == ["/articles/asthma/"]
    asthma.publish()
    assert broken() == []
    Article.objects.filter(pk=asthma.pk).update(expires_at=timezone.now())
    assert broken() == ["/articles/asthma/"]


def test_links_of_every_kind_of_page_are_looked_up(make_article, db):
    Topic.objects.create(name="Sleep", slug="sleep")
    good = ["/", "/topics/sleep/", "/topics/sleep/feed.atom", "/a-z/", "/privacy/", "/es/privacy/"]
    bad = ["/topics/none/", "/people/none/", "/none/", "/articles/none/", "/a/b/c/", "/none/x"]
    bad.append(f"/articles/{'x' * 300}/")
    make_article(body="".join(map(linking, good + bad)))
    assert sorted(broken()) == sorted(bad)


def test_a_reference_without_an_address_is_no_link(make_article):
    article = make_article(status=Article.Status.DRAFT)
    Reference.objects.create(article=article, text="A book")
    index_links([article])
    assert not InternalLink.objects.exists()


def test_what_was_withdrawn_breaks_nothing(make_article):
    make_article(body=linking("/none/")).unpublish()
    assert broken() == []


def test_links_in_a_draft_are_known_apart(make_article):
    asthma, cough = make_article("Asthma"), make_article("Cough")
    source = make_article(body=linking("/articles/asthma/"))
    content = content_of(source) | {"body": linking("/articles/cough/")}
    save_draft(source, content)
    assert to(asthma) == to(cough) == [source]
    assert InternalLink.objects.seen().get().slug == "asthma"
    discard_draft(source)
    assert to(cough) == []


def test_a_saved_text_without_links_has_none(make_article):
    asthma = make_article("Asthma")
    source = make_article(body=linking("/articles/asthma/"))
    source.body = "<p>Nothing.</p>"
    source.save()
    record(source, "saved")
    assert to(asthma) == []


def test_indexing_again_writes_nothing(make_article, django_assert_num_queries):
    source = make_article(body=linking("/articles/asthma/") * 2)
    before = list(InternalLink.objects.values())
    with django_assert_num_queries(5):
        index_links([source])
    assert list(InternalLink.objects.values()) == before


def test_the_command_makes_the_index_anew(make_article):
    asthma = make_article("Asthma")
    source = make_article(body=linking("/articles/asthma/"))
    InternalLink.objects.all().delete()
    call_command("rebuild_links", verbosity=0)
    assert to(asthma) == [source]


def test_an_import_indexes_links_and_those_that_it_turns_here(make_article, tmp_path):
    file = tmp_path / "two.jsonl"
    file.write_text(
        '{"id": "a", "title": "A", "status": "published", "body_html": "<p>'
        "<a href='https://old.example/b'>b</a></p>\"}\n"
        '{"id": "b", "title": "B", "status": "published", "body_html": "<p>B</p>",'
        ' "source_url": "https://old.example/b"}\n'
    )
    call_command("import_articles", str(file), verbosity=0)
    assert to(Article.objects.get(identifier="b")) == [Article.objects.get(identifier="a")]


@pytest.mark.parametrize("address", ["http://[", "http://a:b/", "//", "", "https:///x"])
def test_what_is_no_address_leads_nowhere_at_all(address):
    assert path_on_this_site(address, at="/a/") in (None, "/a/")
    assert web_address(address) == ""
