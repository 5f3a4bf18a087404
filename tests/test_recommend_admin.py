"""Read More on the editors' desk: the panel on an article's form, its buttons, the preview."""

import subprocess
import sys

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles.models import Article
from recommendations import services
from recommendations.models import Exclusion, NeverRecommended, Pin, RelatedArticle
from recommendations.wording import in_words

from .read_more import NO_DRIFT, SUBJECTS, make_subjects, targets
from .test_admin import change, form_data, staff


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


@pytest.fixture
def corpus(make_article):
    articles = make_subjects(make_article, 5)
    services.build("en")
    return articles


def press(client, article, **data):
    url = reverse("admin:read-more", args=[article.pk])
    return client.post(url, data, follow=True)


def panel_of(response):
    return response.context["read_more"]


def shown(client, article):
    return [entry.article for entry in panel_of(client.get(change(article))).shown]


def last_log():
    return LogEntry.objects.latest("pk").get_change_message()


def test_the_panel_shows_the_list_with_scores_and_reasons(editor, corpus):
    article = corpus["gout"][0]
    response = editor.get(change(article))

    assert [entry.article for entry in panel_of(response).shown] == targets(article)[:4]
    assert "Shares the words" in response.text
    first = panel_of(response).shown[0]
    assert f'value="{first.score}"' in response.text
    assert f'aria-label="Pin {first.article.title}"' in response.text
    assert f'href="{change(first.article)}"' in response.text
    assert f'href="{first.article.get_absolute_url()}"' in response.text


def test_the_panel_shows_what_is_next_in_line(editor, make_article):
    article, *_ = (make_article(body=SUBJECTS["gout"]) for _ in range(20))
    services.build("en")
    panel = panel_of(editor.get(change(article)))

    assert [entry.article for entry in panel.candidates] == targets(article)[4:14]
    assert [entry.place for entry in panel.candidates] == list(range(5, 15))


def test_a_pinned_article_is_shown_first_at_once_and_the_pin_is_logged(editor, corpus):
    article, flu = corpus["gout"][0], corpus["flu"][0]
    response = press(editor, article, pin=flu.pk)

    assert response.redirect_chain == [(f"{change(article)}#read-more", 302)]
    assert panel_of(response).shown[0].article == flu
    assert panel_of(response).shown[0].sentences == ["Pinned by an editor"]
    assert [str(message) for message in response.context["read_more_messages"]] == [
        "“flu 0” is pinned."
    ]
    assert response.context["messages"] == []
    assert "by staff, " in response.text
    pin = Pin.objects.get()
    assert (pin.source, pin.target, pin.made_by.username) == (article, flu, "staff")
    assert last_log() == "Added pin “flu 0”."
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.object_id) == ("staff", str(article.pk))


def test_pins_are_ordered_by_their_buttons(editor, corpus):
    article = corpus["gout"][0]
    one, two, three = corpus["flu"][:3]
    for other in (one, two, three):
        press(editor, article, pin=other.pk)
    assert shown(editor, article)[:3] == [one, two, three]

    press(editor, article, up=three.pk)
    assert shown(editor, article)[:3] == [one, three, two]
    response = press(editor, article, down=one.pk)
    entries = panel_of(response).shown
    assert [entry.article for entry in entries[:3]] == [three, one, two]
    assert [entry.can_move_up for entry in entries] == [False, True, True, False]
    assert [entry.can_move_down for entry in entries] == [True, True, False, False]
    assert last_log() == "Changed position for pin “flu 0”."

    press(editor, article, unpin=three.pk)
    assert shown(editor, article)[:2] == [one, two]
    assert last_log() == "Deleted pin “flu 2”."


def test_an_excluded_article_goes_and_comes_back(editor, corpus):
    article, other = corpus["gout"][:2]
    press(editor, article, pin=other.pk)
    response = press(editor, article, exclude=other.pk)
    assert other not in [entry.article for entry in panel_of(response).entries]
    assert not Pin.objects.exists()
    assert f'aria-label="Include {other.title} again"' in response.text
    assert last_log() == f"Added exclusion “{other}”."

    press(editor, article, include=other.pk)
    assert not Exclusion.objects.exists()
    assert last_log() == f"Deleted exclusion “{other}”."


def test_an_exclusion_both_ways_is_seen_and_ended_on_either_form(editor, corpus):
    article, other = corpus["gout"][:2]
    press(editor, other, pin=article.pk)
    press(editor, article, exclude=other.pk)
    assert panel_of(editor.get(change(other))).exclusions == []
    press(editor, article, **{"both-ways": other.pk})
    assert not Pin.objects.exists()

    panel = panel_of(editor.get(change(other)))
    assert [excluded for _, excluded in panel.exclusions] == [article]
    assert article not in [entry.article for entry in panel.entries]
    press(editor, other, include=article.pk)
    assert not Exclusion.objects.exists()


def test_an_article_is_never_recommended_until_it_may_be_again(editor, corpus):
    article = corpus["gout"][0]
    response = press(editor, article, never="")
    assert "Recommend it again" in response.text
    assert NeverRecommended.objects.get().made_by.username == "staff"
    assert article not in shown(editor, corpus["gout"][1])
    assert last_log() == f"Added article never recommended “{article}”."

    press(editor, article, again="")
    assert not NeverRecommended.objects.exists()


@pytest.mark.parametrize("address", ["flu-0", "/articles/flu-0/", "https://x.org/articles/flu-0"])
def test_any_article_can_be_pinned_by_its_address(editor, corpus, address):
    article = corpus["gout"][0]
    press(editor, article, address=address)
    assert shown(editor, article)[0] == corpus["flu"][0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"address": "nowhere"}, "No article in this language has the address “nowhere”."),
        ({"pin": "itself"}, "An article cannot be on its own list."),
        ({"pin": "pinned"}, "That is so already."),
        ({"pin": "excluded"}, "is excluded. End that first."),
        ({"pin": "spanish"}, "Both articles must be in the same language."),
        ({"unpin": "free"}, "Nothing has changed"),
        ({"up": "pinned"}, "Nothing has changed"),
        ({"down": "free"}, "Nothing has changed"),
        ({"include": "free"}, "Nothing has changed"),
        ({"both-ways": "free"}, "Nothing has changed"),
        ({"again": ""}, "Nothing has changed"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(editor, corpus, make_article, data, said):
    article, pinned, excluded, free = corpus["gout"][:4]
    Pin.objects.create(source=article, target=pinned)
    Exclusion.objects.create(source=article, target=excluded)
    known = {
        "itself": article,
        "pinned": pinned,
        "excluded": excluded,
        "free": free,
        "spanish": make_article(language="es"),
    }
    response = press(
        editor, article, **{k: known[v].pk if v in known else v for k, v in data.items()}
    )

    assert said in str(response.context["read_more_messages"][0])
    assert (Pin.objects.count(), Exclusion.objects.count()) == (1, 1)
    assert not LogEntry.objects.exists()


def test_a_button_of_an_article_that_is_gone_answers_404(editor, make_article):
    article = make_article()
    url = reverse("admin:read-more", args=[article.pk])
    assert editor.post(url, {"pin": "999"}).status_code == 404
    assert editor.post(reverse("admin:read-more", args=[999]), {"pin": "1"}).status_code == 404
    assert editor.get(url).status_code == 405


@pytest.mark.parametrize("rights", [["view_article"], ["view_article", "change_article"]])
def test_the_word_takes_the_right_to_change_and_to_publish(client, corpus, rights):
    client.force_login(staff(*rights))
    article, other = corpus["gout"][:2]
    draft = Article.objects.get(pk=corpus["flu"][0].pk)
    draft.unpublish()
    for one in (article, draft):
        assert press(client, one, pin=other.pk).status_code == 403
        response = client.get(change(one))
        assert "What readers see" in response.text
        assert 'name="pin' not in response.text
        assert 'name="never"' not in response.text
    assert not Pin.objects.exists()


def test_the_buttons_need_the_token_of_the_form(corpus):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(staff())
    assert press(client, corpus["gout"][0], pin=corpus["flu"][0].pk).status_code == 403


def test_pins_without_effect_are_set_apart(editor, corpus):
    article, other = corpus["gout"][:2]
    press(editor, article, pin=other.pk)
    other.unpublish()
    response = editor.get(change(article))

    assert [pin.target for pin in panel_of(response).idle_pins] == [other]
    assert "Pinned, but not public" in response.text


def test_the_form_says_while_a_change_is_not_worked_in(editor, corpus):
    article = corpus["gout"][0]
    assert "is being worked into" not in editor.get(change(article)).text
    Pin.objects.create(source=article, target=corpus["flu"][0])  # nothing runs before the commit
    assert "is being worked into" in editor.get(change(article)).text


def test_titles_are_escaped_in_panel_and_preview(editor, corpus, make_article):
    evil = make_article("<script>alert(1)</script>", body=SUBJECTS["gout"])
    services.build("en")
    draft = make_article('"><b>gout', body=SUBJECTS["gout"], status=Article.Status.DRAFT)
    press(editor, draft, pin=evil.pk)
    for url in (change(evil), change(draft), reverse("admin:read-more-preview", args=[draft.pk])):
        text = editor.get(url).text
        assert "<script>alert" not in text
        assert '"><b>gout' not in text


def test_the_panel_stays_while_the_form_has_an_error(editor, corpus):
    response = editor.post(change(corpus["gout"][0]), form_data(title=""))
    assert "Please correct the error" in response.text
    assert "What readers see" in response.text


def test_a_new_article_has_no_panel(editor):
    response = editor.get(reverse("admin:articles_article_add"))
    assert response.status_code == 200
    assert 'id="read-more"' not in response.text


def test_the_panel_takes_few_queries_however_long_its_list(
    editor, corpus, django_assert_num_queries
):
    from recommendations.admin.panel import Panel

    article = corpus["gout"][0]
    for other in corpus["flu"]:
        press(editor, article, pin=other.pk)
    panel = Panel(article)
    with django_assert_num_queries(6):
        assert panel.shown
        assert panel.candidates
        assert not panel.idle_pins
        assert not panel.exclusions
        assert not panel.never_recommended
        assert panel.is_stale


def test_the_preview_shows_the_list_and_the_places_that_publishing_brings(editor, corpus):
    draft = corpus["gout"][0]
    draft.unpublish()
    services.build("en")
    rows_before = list(RelatedArticle.objects.values_list("source", "target"))
    response = editor.get(reverse("admin:read-more-preview", args=[draft.pk]))

    preview = response.context["preview"]
    assert rows_before == list(RelatedArticle.objects.values_list("source", "target"))
    with NO_DRIFT:
        draft.publish()
        services.refresh("en")
    stored = RelatedArticle.objects.filter(source=draft).order_by("rank")
    assert [(row.rank, row.target_id, row.score) for row in preview.rows] == list(
        stored.values_list("rank", "target", "score")
    )
    assert {(row.source_id, row.rank, row.score) for row in preview.places} == set(
        RelatedArticle.objects.filter(target=draft).values_list("source", "rank", "score")
    )
    assert {row.source for row in preview.shown_places} >= set(corpus["gout"][1:])
    assert "What publishing it would change" in response.text
    assert "gout 1" in response.text


def test_the_preview_knows_that_the_article_would_be_the_newest(editor, make_article):
    """Where little is alike, lists are filled up with what is newest."""
    for title in ("Gout", "Flu", "Acne", "Sleep", "Knees", "Hips"):
        make_article(title, body=f"<p>{title}</p>")
    draft = make_article("Xyz", body="<p>Xyz</p>", status=Article.Status.DRAFT)
    services.build("en")
    preview = editor.get(reverse("admin:read-more-preview", args=[draft.pk])).context["preview"]
    with NO_DRIFT:
        draft.publish()
        services.refresh("en")
    stored = RelatedArticle.objects.filter(target=draft).values_list("source", "rank")
    assert len(stored) == 6
    assert {(row.source_id, row.rank) for row in preview.places} == set(stored)


def test_what_is_pinned_before_publication_is_in_the_preview(editor, corpus, make_article):
    draft = make_article("Gout", body=SUBJECTS["gout"], status=Article.Status.DRAFT)
    flu = corpus["flu"][0]
    response = press(editor, draft, pin=flu.pk)
    assert "Preview Read More" in response.text
    preview = editor.get(reverse("admin:read-more-preview", args=[draft.pk]))
    assert panel_of(preview).shown[0].article == flu
    assert panel_of(preview).shown[1].article in corpus["gout"]


def test_a_preview_of_what_is_like_nothing_says_so(editor, corpus, make_article):
    draft = make_article("Xyz", body="<p>Xyz</p>", status=Article.Status.DRAFT)
    response = editor.get(reverse("admin:read-more-preview", args=[draft.pk]))
    assert "would not see it in any" in response.text


def test_before_the_first_build_there_is_no_preview(editor, make_article):
    draft = make_article(status=Article.Status.DRAFT)
    response = editor.get(reverse("admin:read-more-preview", args=[draft.pk]))
    assert "before the first full build" in response.text


def test_the_preview_takes_the_right_to_see_articles(client, make_article):
    client.force_login(staff("view_topic"))
    url = reverse("admin:read-more-preview", args=[make_article().pk])
    assert client.get(url).status_code == 403


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (
            {"signal": "text", "terms": [{"term": "calf", "contribution": 0.2}, {"term": "leg"}]},
            "Shares the words calf, leg",
        ),
        ({"signal": "text", "terms": []}, "Has much the same text"),
        ({"signal": "meaning"}, "Close in meaning"),
        ({"signal": "mention"}, "Mentions it"),
        (
            {"signal": "mention", "names": ["Charley horse"]},
            "Mentions it by name, or is mentioned: Charley horse",
        ),
        ({"signal": "link", "links": ["to"]}, "Linked from the text"),
        (
            {"signal": "link", "links": ["from", "shared"]},
            "Links to this article; Linked with the same pages",
        ),
        ({"signal": "link"}, "Linked"),
        ({"signal": "topic", "topics": ["Sleep"]}, "Same topic: Sleep"),
        ({"signal": "topic", "topics": ["Sleep", "Legs"]}, "Same topics: Sleep, Legs"),
        ({"signal": "topic"}, "Same topic"),
        ({"signal": "pin", "by": "somebody"}, "Pinned by an editor"),
        (
            {"signal": "fallback", "why": "same topic"},
            "Same topic, newest (too little in common otherwise)",
        ),
        ({"signal": "fallback", "why": "newest"}, "Newest (too little in common otherwise)"),
        ({"signal": "moon"}, "moon"),
        ({}, "?"),
    ],
)
def test_reasons_are_said_in_plain_words(reason, sentence):
    assert in_words([reason]) == [sentence]


def test_what_hardly_counts_is_not_worth_a_sentence():
    reasons = [
        {"signal": "text", "score": 0.3, "terms": ["calf"]},
        {"signal": "topic", "score": 0.1, "topics": ["Sleep"]},
        {"signal": "link", "score": 0.01, "links": ["to"]},
    ]
    assert in_words(reasons) == ["Shares the words calf", "Same topic: Sleep"]


def test_the_desk_loads_no_scientific_package_to_show_a_form():
    program = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
import cms.urls, recommendations.admin
print(*sorted({"numpy", "scipy", "sklearn"} & set(sys.modules)))
"""
    result = subprocess.run(  # noqa: S603  (the program is the one above)
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == ""
