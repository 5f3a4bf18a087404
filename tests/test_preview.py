"""What is not public, shown as readers will see it: no trace stays, nobody else finds it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Person, PreviewLink, Question, Review, Revision
from articles.revisions import content_of, save_draft
from cms.caching.rules import RULES
from cms.models import ContentChange
from recommendations import services
from recommendations.models import Pin
from recommendations.preview import related_if_published
from tests.test_admin import ADD, change, form_data, staff

NEW = reverse("admin:article-preview-new")


def panel(article):
    return reverse("admin:article-preview", args=[article.pk])


def links(article):
    return reverse("admin:article-preview-links", args=[article.pk])


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


@pytest.fixture
def draft(make_article):
    return make_article("Asthma", status=Article.Status.DRAFT, body="<h2>What it is</h2><p>Air</p>")


@pytest.fixture
def link(draft):
    return PreviewLink.objects.create(
        article=draft, made_by=User.objects.create_user("maya", is_staff=True)
    )


def everything():
    """Every row of the database."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


QUESTION = {
    "questions-TOTAL_FORMS": "1",
    "questions-0-question": "Is it catching?",
    "questions-0-answer": "<p>No.</p>",
}


def test_what_is_typed_shows_as_the_readers_page(editor, draft):
    data = form_data(draft, title="Asthma in adults", summary="The lead", **QUESTION)
    response = editor.post(panel(draft), data)
    assert "articles/article_detail.html" in [template.name for template in response.templates]
    for text in ("Asthma in adults", "The lead", "Is it catching?", "Preview, not public"):
        assert text in response.text


def test_a_new_article_is_previewed_before_it_is_saved_at_all(editor):
    assert "Nothing to preview yet" in editor.get(NEW).text
    response = editor.post(NEW, form_data(title="Asthma", body="<p>Air</p>"))
    assert "<p>Air</p>" in response.text
    assert not Article.objects.exists()


def test_a_preview_leaves_no_trace(editor, make_article, commit):
    article = make_article("Asthma", slug="asthma", topics=["Lungs"])
    reviewer = Person.objects.create(name="Dr. Reyes")
    review = {"reviews-0-reviewer": reviewer.pk, "reviews-0-reviewed_on": "2026-03-01"}
    before = everything()
    data = form_data(article, title="Longer", slug="longer", significance="major")
    with commit() as tasks_and_purges:
        editor.post(panel(article), data | QUESTION | {"reviews-TOTAL_FORMS": "1"} | review)
        editor.post(NEW, form_data(title="New") | QUESTION)
        editor.get(panel(article))
    assert everything() == before
    assert tasks_and_purges == []


def test_the_preview_says_who_reviewed_and_when_it_is_updated(editor, make_article):
    article = make_article("Asthma")
    reviewer = Person.objects.create(name="Dr. Reyes")
    review = {"reviews-0-reviewer": reviewer.pk, "reviews-0-reviewed_on": "2026-03-01"}
    data = form_data(article, **{"reviews-TOTAL_FORMS": "1"}, **review)
    response = editor.post(panel(article), data)
    assert "Dr. Reyes" in response.text
    assert "Updated" in response.text
    assert "Updated" not in editor.post(panel(article), data | {"significance": "typo"}).text
    assert not Review.objects.exists()


def test_what_is_wrong_is_said_and_the_rest_is_shown(editor, make_article):
    make_article("Other", slug="taken")
    article = make_article("Asthma", slug="asthma")
    rows = {"references-TOTAL_FORMS": "2", "references-0-text": "A good one"}
    rows |= {"references-1-text": "A bad one", "references-1-doi": "nonsense"}
    data = form_data(article, title="", slug="taken", body="<p>New text</p>", **rows)
    response = editor.post(panel(article), data)
    problems = response.context["problems"]
    assert "Title: This field is required." in problems
    assert any("has this slug" in problem for problem in problems)
    assert any(problem.startswith("References: A DOI looks") for problem in problems)
    assert "New text" in response.text
    assert "A good one" in response.text
    assert "A bad one" not in response.text


def test_rows_that_contradict_each_other_are_named_and_left_out(editor, draft):
    person = Person.objects.create(name="Maya")
    rows = {"authorships-TOTAL_FORMS": "2"}
    rows |= {f"authorships-{number}-person": person.pk for number in range(2)}
    response = editor.post(panel(draft), form_data(draft, **rows))
    assert "Authors: One person is there twice." in response.context["problems"]
    assert "Written by" not in response.text


def test_the_saved_draft_of_a_live_article_is_previewed(editor, make_article):
    article = make_article("Asthma")
    save_draft(article, content_of(article) | {"title": "Longer"})
    assert "Longer" in editor.get(panel(article)).text
    article.refresh_from_db()
    assert article.title == "Asthma"


def test_only_the_desk_may_frame_the_panel(editor, client, draft, link):
    response = editor.post(panel(draft), form_data(draft))
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    response = client.get(link.get_absolute_url())
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_a_preview_needs_the_rights_that_saving_needs(client, draft):
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(panel(draft)).status_code == 403
    assert client.post(panel(draft), form_data(draft)).status_code == 403
    assert client.post(NEW, form_data(title="Asthma")).status_code == 403
    assert client.get(links(draft)).status_code == 403


def test_the_form_leads_to_the_page_that_readers_see_and_to_the_draft(editor, make_article):
    article = make_article("Asthma", slug="asthma")
    save_draft(article, content_of(article) | {"slug": "moved", "published_at": None})
    text = editor.get(change(article)).text
    assert f'href="{article.get_absolute_url()}" class="viewsitelink"' in text
    assert f'href="{panel(article)}"' in text
    again = editor.post(change(article), form_data(article, title="", slug="typed")).text
    assert f'href="{article.get_absolute_url()}" class="viewsitelink"' in again


def test_the_form_of_a_draft_leads_to_its_preview_alone(editor, draft, make_article):
    text = editor.get(change(draft)).text
    assert "viewsitelink" not in text
    assert f'href="{panel(draft)}"' in text
    assert (
        panel(article := make_article())
        not in editor.get(change(article)).text.split("preview-panel")[0]
    )


# The list


@pytest.fixture
def corpus(make_article):
    """Articles on two subjects, with their lists made."""
    subjects = {"asthma": "inhaler wheezing airways breath", "sleep": "pillow snoring night dreams"}
    articles = [
        make_article(f"{subject} {number}", body=f"<p>{words} {subject} part {number}</p>")
        for subject, words in subjects.items()
        for number in range(4)
    ]
    services.build("en")
    return articles


def test_the_list_is_the_one_that_publishing_makes(editor, corpus, draft, commit):
    words = "<p>inhaler wheezing airways breath</p>"
    response = editor.post(panel(draft), form_data(draft, title="Wheezing", body=words))
    shown = [article.title for article in response.context["related_articles"]]
    with commit():
        editor.post(change(draft), form_data(draft, title="Wheezing", body=words, _publish="1"))
    response = editor.get(Article.objects.get(title="Wheezing").get_absolute_url())
    assert shown == [article.title for article in response.context["related_articles"]]
    assert shown[0].startswith("asthma")


def test_a_list_for_a_large_site_is_near_and_heeds_the_editors(corpus, draft, monkeypatch):
    from recommendations import preview

    monkeypatch.setattr(preview, "LARGE_CORPUS", 1)
    Article.objects.filter(pk=draft.pk).update(body="<p>inhaler wheezing airways breath</p>")
    draft.refresh_from_db()
    Pin.objects.create(source=draft, target=corpus[-1])
    first, *others = related_if_published(draft)
    assert first == corpus[-1]
    assert {article.title.split()[0] for article in others} == {"asthma"}


def test_before_the_first_build_the_newest_are_listed(editor, make_article, draft):
    make_article("Sleep")
    response = editor.post(panel(draft), form_data(draft))
    assert [article.title for article in response.context["related_articles"]] == ["Sleep"]


# Links


def test_a_link_is_made_listed_and_revoked_at_once(editor, client, draft):
    response = editor.post(links(draft), {"make": "1"}, follow=True)
    link = PreviewLink.objects.get()
    assert link.address in response.text
    assert link.address in editor.get(change(draft)).text
    client.logout()
    assert "Asthma" in client.get(link.get_absolute_url()).text
    client.force_login(link.made_by)
    response = editor.post(links(draft), {"revoke": link.pk}, follow=True)
    assert link.address not in response.text
    client.logout()
    gone = client.get(link.get_absolute_url())
    assert (gone.status_code, "Asthma" in gone.text) == (404, False)


def test_a_link_of_another_article_is_not_revoked_here(editor, draft, link, make_article):
    assert editor.post(links(make_article()), {"revoke": link.pk}).status_code == 404
    assert editor.post(links(draft), {"revoke": "x"}).status_code == 404
    assert PreviewLink.objects.usable().count() == 1


def test_a_link_expires(client, link, settings):
    assert link.expires_at - link.made_at < timedelta(days=settings.PREVIEW_LINK_DAYS, seconds=9)
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link.get_absolute_url()).status_code == 404


def test_a_link_ends_with_the_account_of_who_made_it(client, link):
    User.objects.update(is_active=False)
    assert client.get(link.get_absolute_url()).status_code == 404


def test_an_address_cannot_be_guessed_from_the_database(client, link):
    for token in (link.key.hex, str(link.key), f"{link.key.hex}.x", "x", str(link.pk)):
        assert client.get(reverse("preview", args=[token])).status_code == 404
    assert link.key.hex in link.get_absolute_url()


def test_a_link_shows_the_newest_draft_and_changes_nothing(client, link, draft):
    save_draft(draft, content_of(draft) | {"title": "Longer"})
    before = everything()
    response = client.get(link.get_absolute_url())
    assert "Longer" in response.text
    assert "This link expires" in response.text
    assert everything() == before
    assert not response.cookies


def test_a_preview_is_in_the_language_of_its_article(client, link, draft):
    Article.objects.filter(pk=draft.pk).update(language="es")
    response = client.get(link.get_absolute_url())
    assert '<html lang="es"' in response.text
    assert response.headers["Content-Language"] == "es"


def test_nobody_keeps_or_indexes_a_preview(editor, client, draft, link):
    for response in (
        editor.post(panel(draft), form_data(draft)),
        editor.get(panel(draft)),
        editor.get(NEW),
        client.get(link.get_absolute_url()),
        client.get(reverse("preview", args=["x"])),
    ):
        assert response.headers["Cache-Control"].startswith("private, no-store")
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex' in response.text
    assert "preview" not in RULES
    assert "preview" not in client.get("/robots.txt").text


def test_a_preview_names_no_address_of_its_own_and_counts_nothing(
    client, link, make_article, settings
):
    settings.COUNT_READ_MORE = True
    seen = make_article("Sleep").get_absolute_url()
    assert "data-counted-at" in client.get(make_article().get_absolute_url()).text
    text = client.get(link.get_absolute_url()).text
    assert seen in text
    traces = ["oembed", "canonical", "application/atom+xml", "ld+json", "og:url", ".md"]
    for trace in ["data-counted-at", *traces]:
        assert trace not in text
    assert '<fieldset class="preview-inert" disabled inert>' in text


def test_a_preview_shows_no_other_draft(client, link, draft, make_article):
    other = make_article("Hidden", status=Article.Status.DRAFT, slug="hidden")
    Pin.objects.create(source=draft, target=other)
    Article.objects.create(title="Oculto", language="es", translation_of=draft)
    services.build("en")
    text = client.get(link.get_absolute_url()).text
    assert "Hidden" not in text
    assert "Oculto" not in text
    assert "oculto" not in text


def test_the_version_of_the_readers_pages_stays(editor, draft, link, client):
    before = ContentChange.objects.count()
    editor.post(panel(draft), form_data(draft, title="Longer"))
    client.get(link.get_absolute_url())
    assert ContentChange.objects.count() == before


def test_forms_offer_no_preview_to_those_who_only_look(client, make_article):
    article = make_article()
    client.force_login(staff("view_article"))
    text = client.get(change(article)).text
    assert 'id="preview-panel"' not in text
    assert 'id="preview-links"' not in text
    client.force_login(User.objects.create_superuser("maya"))
    assert 'id="preview-panel"' in client.get(ADD).text
    assert Revision.objects.count() == Question.objects.count() == 0
