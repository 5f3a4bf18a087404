""" "Was this page helpful?": what is counted, what is kept, and what is not."""

import logging
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from lxml import html as lxml_html

from articles.limits import sender_key
from articles.masking import mask_personal_details
from articles.models import Article, FeedbackComment, FeedbackCount
from articles.models.feedback import LONGEST_COMMENT
from articles.views import feedback

ADDRESS = "/articles/cramps/feedback/"
THANKS = "/articles/cramps/feedback/thanks/"


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


@pytest.fixture
def article(make_article):
    return make_article("Cramps")


def answers():
    return list(FeedbackCount.objects.values_list("helpful", "not_helpful"))


# What is counted and kept


def test_answers_are_counted_by_day(client, article, time_machine):
    for day in ("2036-03-01", "2036-03-02"):
        time_machine.move_to(f"{day}T12:00:00Z")
        for answer in ("yes", "yes", "no"):
            response = client.post(ADDRESS, {"helpful": answer, "comment": ""})
            assert response.status_code == 303
            assert response.headers["Location"] == THANKS
    assert answers() == [(2, 1), (2, 1)]
    assert FeedbackCount.objects.totals() == (4, 2)
    assert not FeedbackComment.objects.exists()


def test_a_comment_is_kept_with_its_day_and_nothing_of_the_reader(client, article):
    client.post(ADDRESS, {"helpful": "no", "comment": " What of children? "})
    (comment,) = FeedbackComment.objects.values()
    assert comment.pop("id")
    assert comment == {
        "article_id": article.pk,
        "language": "en",
        "day": timezone.localdate(),
        "helpful": False,
        "text": "What of children?",
        "is_done": False,
    }


def test_a_spanish_page_has_its_own(client, make_article):
    make_article("Calambres", language="es")
    client.post("/es/articles/calambres/feedback/", {"helpful": "yes", "comment": "Gracias"})
    assert FeedbackComment.objects.get().language == "es"


def test_a_form_that_was_opened_before_the_article_moved_is_still_good(client, article):
    article.slug = "leg-cramps"
    article.save()
    response = client.post(ADDRESS, {"helpful": "yes"})
    assert response.headers["Location"] == "/articles/leg-cramps/feedback/thanks/"
    assert answers() == [(1, 0)]


def test_the_form_is_under_the_article_and_works_without_a_token(article):
    browser = Client(enforce_csrf_checks=True)
    tree = lxml_html.document_fromstring(browser.get("/articles/cramps/").content.decode())
    (form,) = tree.xpath("//main//form[@method='post']")
    assert {field.name for field in form.xpath(".//input|.//textarea")} == {"website", "comment"}
    assert form.xpath("string(.//textarea/@maxlength)") == str(LONGEST_COMMENT)
    assert "no name, address" in form.text_content()
    response = browser.post(form.action, {"helpful": "yes", "comment": "", "website": ""})
    assert response.headers["Location"] == THANKS
    assert not browser.cookies
    assert not response.cookies


def test_thanks_lead_back(client, article):
    page = client.get(THANKS)
    assert 'href="/articles/cramps/"' in page.text
    assert "noindex" in page.text


# What is refused


@pytest.mark.parametrize(
    "data",
    [{}, {"helpful": "maybe"}, {"helpful": "yes", "comment": "x" * (LONGEST_COMMENT + 1)}],
    ids=["no answer", "another answer", "too long"],
)
def test_what_cannot_be_kept_is_asked_for_again_with_all_that_was_typed(client, article, data):
    response = client.post(ADDRESS, {"comment": "Typed.", **data})
    assert response.status_code == 422
    assert "This was not sent yet." in response.text
    assert data.get("comment", "Typed.") in response.text
    assert not answers()


def test_line_breaks_count_as_the_browser_counts_them(client, article):
    comment = "\r\n".join("x" * 10 for _ in range(91))
    assert len(comment) > LONGEST_COMMENT
    assert client.post(ADDRESS, {"helpful": "yes", "comment": comment}).status_code == 303
    assert "\r" not in FeedbackComment.objects.get().text


def test_what_was_typed_comes_back_escaped(client, article):
    response = client.post(ADDRESS, {"comment": "</textarea><script>x</script>"})
    assert "<script>x" not in response.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_form_on_another_site_is_refused(client, article, headers, status):
    assert client.post(ADDRESS, {"helpful": "no"}, headers=headers).status_code == status
    assert len(answers()) == (status == 303)


def test_a_program_that_fills_in_every_field_is_thanked_and_not_counted(client, article):
    data = {"helpful": "yes", "comment": "Buy!", "website": "https://spam.example"}
    assert client.post(ADDRESS, data).headers["Location"] == THANKS
    assert not answers()
    assert not FeedbackComment.objects.exists()


@pytest.mark.parametrize("make_hidden", [Article.unpublish, Article.delete])
def test_there_is_no_feedback_on_what_readers_cannot_see(client, article, make_hidden):
    make_hidden(article)
    assert client.post(ADDRESS, {"helpful": "yes"}).status_code == 404
    assert client.get(ADDRESS).status_code == 404
    assert client.get(THANKS).status_code == 404


# Floods


def test_one_address_can_send_ten_answers_an_hour(client, article, time_machine):
    time_machine.move_to("2036-03-01T12:00:00Z", tick=False)
    for _ in range(10):
        assert client.post(ADDRESS, {"helpful": "yes"}).status_code == 303
    response = client.post(ADDRESS, {"helpful": "no", "comment": "Kept in the form."})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3600"
    assert "Kept in the form." in response.text
    assert "Please send it again in 60 minutes." in response.text
    other = client.post(ADDRESS, {"helpful": "yes"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 303
    time_machine.shift(3600)
    assert client.post(ADDRESS, {"helpful": "no"}).status_code == 303
    assert answers() == [(11, 1)]


def test_the_whole_site_takes_so_many_answers_a_minute(client, article, time_machine):
    time_machine.move_to("2036-03-01T12:00:00Z", tick=False)
    for number in range(feedback.FROM_ALL.times):
        address = f"198.51.100.{number}"
        assert client.post(ADDRESS, {"helpful": "no"}, REMOTE_ADDR=address).status_code == 303
    assert client.post(ADDRESS, {"helpful": "no"}).status_code == 429
    time_machine.shift(60)
    assert client.post(ADDRESS, {"helpful": "no"}).status_code == 303


def test_a_cache_that_forgets_lets_answers_through(client, article, monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *_args, **_options: True)  # kept by nobody
    assert client.post(ADDRESS, {"helpful": "yes"}).status_code == 303


def test_addresses_are_nowhere_but_in_the_cache_and_there_unreadable(
    client, article, caplog, monkeypatch
):
    kept = []
    add = cache.add
    monkeypatch.setattr(
        cache, "add", lambda key, *args, **kw: kept.append(key) or add(key, *args, **kw)
    )
    with caplog.at_level(logging.DEBUG):
        for _ in range(12):
            client.post(ADDRESS, {"helpful": "yes"}, REMOTE_ADDR="203.0.113.77")
    assert kept
    assert "203.0.113.77" not in f"{kept} {caplog.text}"


def key(rf, settings, *, proxies=0, forwarded="", address="192.0.2.1"):
    settings.TRUSTED_PROXIES = proxies
    return sender_key(rf.get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR=address))


def test_a_sender_has_another_name_each_day(rf, settings, time_machine):
    time_machine.move_to("2036-03-01T12:00:00Z")
    today = key(rf, settings)
    assert key(rf, settings) == today
    assert key(rf, settings, address="192.0.2.2") != today
    time_machine.move_to("2036-03-02T12:00:00Z")
    assert key(rf, settings) != today


def test_a_sender_is_known_by_what_our_own_proxy_saw(rf, settings):
    directly = key(rf, settings, address="203.0.113.9")
    assert key(rf, settings, forwarded="203.0.113.9") != directly
    assert key(rf, settings, proxies=1, forwarded="spoofed, 203.0.113.9") == directly
    assert key(rf, settings, proxies=2, forwarded="x, 203.0.113.9, 10.0.0.1") == directly
    # One proxy fewer than was said: better the address of the connection than a chosen one.
    assert key(rf, settings, proxies=2, forwarded="spoofed", address="203.0.113.9") == directly
    assert key(rf, settings, address="") != directly  # a Unix socket


def test_a_household_is_one_sender_by_ipv6_too(rf, settings):
    first = key(rf, settings, address="2001:db8:1:2::1")
    assert key(rf, settings, address="2001:db8:1:2:ffff::9") == first
    assert key(rf, settings, address="2001:db8:1:3::1") != first


# Personal details


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("I am ann.o+x@mail.example.org, ok?", "I am [removed], ok?"),
        ("Write to Ann@Example.COM.", "Write to [removed]."),
        ("Call +44 (0)20 7946 0958 or 020-7946-0958!", "Call [removed] or [removed]!"),
        ("(555) 123-4567", "[removed]"),
        ("555.123.4567, 5551234567", "[removed], [removed]"),
        ("٠١٢٣٤٥٦٧٨", "[removed]"),
        ("Born 1960-02-13", "Born [removed]"),
        ("My pressure is 120/80 and I take 400 mg, 2 times", None),
        ("Since 2019; 1,000 IU; vitamin B12; 1.5 to 2.25 g", None),
        ("at @home, a@b", None),
    ],
)
def test_obvious_personal_details_are_taken_out(text, masked):
    assert mask_personal_details(text) == (masked or text)


def test_personal_details_never_reach_the_database(client, article):
    client.post(ADDRESS, {"helpful": "no", "comment": "I am ann@example.org"})
    assert FeedbackComment.objects.get().text == "I am [removed]"


# How long comments are kept


@pytest.fixture
def comments(article, settings):
    settings.FEEDBACK_KEPT_DAYS = 30
    today = timezone.localdate()
    for days in (0, 29, 30, 400):
        article.feedback_comments.create(
            language="en", helpful=True, text=f"{days} days old", day=today - timedelta(days=days)
        )
    return article.feedback_comments


def test_old_comments_are_deleted_by_the_command(comments, capsys):
    call_command("delete_old_comments")
    assert [comment.text for comment in comments.all()] == ["0 days old", "29 days old"]
    assert capsys.readouterr().out == "Comments older than 30 days, now deleted: 2\n"
    call_command("delete_old_comments", verbosity=0)
    assert capsys.readouterr().out == ""


def test_old_comments_go_when_a_new_one_comes(client, comments):
    client.post(ADDRESS, {"helpful": "yes", "comment": "New"})
    assert {comment.text for comment in comments.all()} == {"0 days old", "29 days old", "New"}


# On the desk


CHANGELIST = "/admin/articles/feedbackcomment/"


def test_editors_do_not_see_old_comments_even_where_the_command_never_ran(admin_client, comments):
    page = admin_client.get(CHANGELIST)
    assert [comment.text for comment in page.context["cl"].result_list] == [
        "0 days old",
        "29 days old",
    ]
    old = comments.get(text="30 days old")
    assert admin_client.get(f"{CHANGELIST}{old.pk}/change/").status_code == 302


def test_editors_tick_comments_off(admin_client, comments):
    chosen = [comment.pk for comment in comments.kept()]
    for action, is_done in [("mark_done", True), ("mark_undone", False)]:
        data = {"action": action, "_selected_action": chosen}
        page = admin_client.post(CHANGELIST, data, follow=True)
        assert "2 comments are marked." in page.text
        assert all(comment.is_done == is_done for comment in comments.kept())


def test_nobody_changes_a_readers_words(admin_client, comments):
    comment = comments.get(text="0 days old")
    address = f"{CHANGELIST}{comment.pk}/change/"
    page = admin_client.get(address)
    assert "0 days old" in page.text
    assert f"/admin/articles/article/{comment.article_id}/change/" in page.text
    admin_client.post(address, {"text": "Other words", "is_done": "on"})
    comment.refresh_from_db()
    assert comment.text == "0 days old"
    assert admin_client.get(f"{CHANGELIST}add/").status_code == 403


def test_comments_are_for_those_who_may_see_them(client, comments):
    user = User.objects.create_user("ed", is_staff=True)
    client.force_login(user)
    assert client.get(CHANGELIST).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_feedbackcomment"))
    assert "mark_done" not in client.get(CHANGELIST).text
    user.user_permissions.add(Permission.objects.get(codename="change_feedbackcomment"))
    assert "mark_done" in client.get(CHANGELIST).text


def test_the_articles_form_says_what_readers_said(admin_client, article):
    address = f"/admin/articles/article/{article.pk}/change/"
    article.feedback_counts.create(day=date(2026, 1, 1), helpful=12, not_helpful=3)
    page = admin_client.get(address)
    assert "Yes: 12. No: 3." in page.text
    article.feedback_comments.create(language="en", helpful=False, text="Why?")
    page = lxml_html.document_fromstring(admin_client.get(address).content.decode())
    (link,) = page.xpath("//a[text()='1 comment to read']/@href")
    assert "Why?" in admin_client.get(link).text
    assert "Was it helpful?" not in admin_client.get("/admin/articles/article/add/").text
