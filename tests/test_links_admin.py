"""What the desk says of links: what links here, what leads nowhere, warnings before it is late."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles.models import Article, BrokenLink, FormerSlug
from articles.revisions import content_of, save_draft

from .test_admin import change, form_data, staff
from .test_links import linking

BROKEN = reverse("admin:articles_brokenlink_changelist")


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


@pytest.fixture
def asthma(make_article):
    return make_article("Asthma")


@pytest.fixture
def cough(make_article, asthma):
    """An article that links to the one on asthma."""
    return make_article("Cough", body=linking("/articles/asthma/", "wheezing"))


def test_the_form_says_what_links_here(editor, asthma, cough, make_article):
    assert "Cough" in editor.get(change(asthma)).text
    assert "No article links to this one." in editor.get(change(cough)).text
    for number in range(10):
        make_article(f"Other {number}", body=linking("/articles/asthma/"))
    response = editor.get(change(asthma))
    assert "All 11 pages that link here" in response.text
    assert len(response.context["linking_pages"]) == 5


def test_the_page_of_links_names_every_page_with_the_words_of_the_link(editor, asthma, cough):
    draft = content_of(asthma) | {"body": linking("/none/", "nothing")}
    save_draft(asthma, draft)
    text = editor.get(reverse("admin:article-links", args=[asthma.pk])).text
    assert "wheezing" in text
    assert "Readers see it" in text
    assert "/none/" in text


def test_who_may_not_see_articles_sees_no_links(client, asthma):
    client.force_login(staff("view_topic"))
    assert client.get(reverse("admin:article-links", args=[asthma.pk])).status_code == 403
    assert client.get(BROKEN).status_code == 403


def test_withdrawing_asks_once_and_keeps_what_was_typed(editor, asthma, cough):
    data = form_data(asthma, summary="Typed", _unpublish="1")
    response = editor.post(change(asthma), data)
    assert "1 page links to this one. Readers who follow those links" in response.text
    assert "Typed" in response.text
    assert 'name="_warned" value="unpublish"' in response.text
    asthma.refresh_from_db()
    assert asthma.is_public
    editor.post(change(asthma), data | {"_warned": "unpublish"})
    asthma.refresh_from_db()
    assert asthma.status == Article.Status.WITHDRAWN


def test_moving_asks_and_says_that_the_old_address_leads_on(editor, asthma, cough):
    data = form_data(asthma, slug="asthma-in-adults", _publish="1")
    response = editor.post(change(asthma), data)
    assert "The old address will lead on to the new one for good" in response.text
    assert not FormerSlug.objects.exists()
    editor.post(change(asthma), data | {"_warned": "move"})
    assert editor.get("/articles/asthma/").headers["Location"] == "/articles/asthma-in-adults/"


def test_renaming_what_nobody_saw_says_that_its_links_break(editor, make_article, cough):
    draft = make_article("Draft", status=Article.Status.DRAFT)
    make_article("Links to it", body=linking("/articles/draft/"))
    response = editor.post(change(draft), form_data(draft, slug="other", _continue="1"))
    assert "Nobody has seen the old address" in response.text


def test_a_warning_says_which_links_readers_do_not_see(editor, asthma, cough, make_article):
    draft = make_article("Later", body=linking("/articles/asthma/"), status=Article.Status.DRAFT)
    draft.announce()
    text = editor.post(change(asthma), form_data(asthma, _unpublish="1")).text
    assert "2 pages link to this one." in text
    assert text.count("<small>(readers do not see this link)</small>") == 2  # there, and below


def test_a_warning_of_one_thing_is_none_of_another(editor, asthma, cough):
    data = form_data(asthma, slug="elsewhere", _publish="1", _warned="unpublish")
    assert "will lead on to the new one" in editor.post(change(asthma), data).text


def test_nothing_is_asked_where_readers_notice_nothing(editor, asthma, cough, make_article):
    editor.post(change(asthma), form_data(asthma, slug="later", _continue="1"))
    asthma.refresh_from_db()
    assert asthma.draft.content["slug"] == "later"
    editor.post(change(cough), form_data(cough, _unpublish="1"))
    cough.refresh_from_db()
    assert cough.status == Article.Status.WITHDRAWN
    # From what was withdrawn, nobody comes.
    editor.post(change(asthma), form_data(asthma, _unpublish="1"))
    asthma.refresh_from_db()
    assert asthma.status == Article.Status.WITHDRAWN


def test_a_long_list_of_pages_is_cut(editor, asthma, make_article):
    for number in range(12):
        make_article(f"Other {number}", body=linking("/articles/asthma/"))
    text = editor.post(change(asthma), form_data(asthma, _unpublish="1")).text
    assert "12 pages link to this one." in text
    assert "and 2 more" in text


def test_deleting_names_the_pages_that_link_here(editor, asthma, cough):
    address = reverse("admin:articles_article_delete", args=[asthma.pk])
    text = editor.get(address).text
    assert "1 page links to this one." in text
    assert change(cough) in text
    editor.post(address, {"post": "yes"})
    assert not Article.objects.filter(pk=asthma.pk).exists()
    assert LogEntry.objects.filter(object_id=str(asthma.pk)).exists()
    gone = reverse("admin:articles_article_delete", args=[asthma.pk])
    assert editor.get(gone).status_code == 302


def test_broken_links_are_listed_with_the_reason(editor, asthma, cough, make_article):
    assert not BrokenLink.objects.seen()
    asthma.unpublish()
    make_article("Draft", body=linking("/none/"), status=Article.Status.DRAFT).announce()
    assert BrokenLink.objects.seen().count() == 1
    text = editor.get(BROKEN).text
    assert "The article is not public." in text
    assert "No page has this address." in text
    assert "/none/" not in editor.get(BROKEN, {"seen": "yes"}).text
    assert BROKEN in editor.get(reverse("admin:index")).text


def test_broken_links_take_few_queries(editor, make_article, django_assert_max_num_queries):
    for number in range(30):
        make_article(body=linking(f"/none/{number}/"))
    with django_assert_max_num_queries(10):
        assert "/none/29/" in editor.get(BROKEN).text


def test_the_form_stays_within_its_queries(
    editor, asthma, make_article, django_assert_max_num_queries
):
    for number in range(30):
        make_article(f"Other {number}", body=linking("/articles/asthma/"))
    editor.get(change(asthma))
    with django_assert_max_num_queries(40) as queries:
        editor.get(change(asthma))
    about_links = [one for one in queries if "articles_internallink" in one["sql"]]
    assert len(about_links) == 2


def test_the_start_page_says_which_links_lead_nowhere(editor, asthma, cough):
    heading = "Links that lead readers nowhere"
    assert heading not in editor.get(reverse("admin:index")).text
    asthma.unpublish()
    text = editor.get(reverse("admin:index")).text
    assert heading in text
    assert "wheezing" in text


def test_actions_on_many_say_how_many_pages_link_to_each(editor, asthma, cough):
    asthma.slug = "wheezing"
    asthma.save()
    list_ = reverse("admin:articles_article_changelist")
    for action in ("unpublish_selected", "delete_selected"):
        data = {"action": action, "_selected_action": [asthma.pk, cough.pk]}
        text = editor.post(list_, data).text
        assert text.count("1 page links to this one.") == 1, action
    data = {"action": "publish_selected", "_selected_action": [asthma.pk]}
    assert "links to this one" not in editor.post(list_, data).text


def test_scheduling_a_move_asks_too(editor, asthma, cough):
    at = {"schedule_at_0": "2099-01-01", "schedule_at_1": "09:00"}
    data = form_data(asthma, slug="elsewhere", _schedule="1", **at)
    assert "will lead on to the new one" in editor.post(change(asthma), data).text
