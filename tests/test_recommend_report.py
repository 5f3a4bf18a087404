"""The report: its findings, its page, its command, its drawings, and the search for duplicates."""

import json
from io import StringIO
from xml.etree import ElementTree

import numpy as np
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Article
from recommendations import duplicates, plots, services
from recommendations.models import Exclusion, NeverRecommended, Pin, RelatedArticle
from recommendations.report import Report

from .read_more import make_subjects
from .test_admin import change, staff

URL = "/admin/recommendations/report/"


@pytest.fixture
def site(make_article):
    """Thirty articles, all with the first four others on their lists."""
    articles = [make_article(f"A{n:02}") for n in range(30)]
    for source in articles:
        targets = [target for target in articles[:5] if target != source][:4]
        RelatedArticle.objects.bulk_create(
            RelatedArticle(
                source=source,
                target=target,
                rank=rank,
                score=0.5 / rank,
                reasons=[{"signal": "text", "score": 0.5 / rank, "terms": []}],
            )
            for rank, target in enumerate(targets, start=1)
        )
    return articles


@pytest.fixture
def editor(client, db):
    client.force_login(staff("view_article"))
    return client


def report_of(**options):
    out = StringIO()
    call_command("report_recommendations", stdout=out, **options)
    return out.getvalue()


def test_it_counts_on_how_many_lists_each_article_is(site):
    report = Report.make("en")
    degrees = [report.in_degrees[article.pk] for article in site]
    assert degrees == [29, 29, 29, 29, 4, *[0] * 25]
    assert [str(known) for known in report.on_no_list] == [f"A{n:02}" for n in range(5, 30)]


def test_only_what_readers_see_counts(site, make_article):
    late = make_article("Late")
    RelatedArticle.objects.create(
        source=site[9], target=late, rank=5, score=0.1, reasons=[{"signal": "text"}]
    )
    assert Report.make("en").in_degrees[late.pk] == 0
    site[0].unpublish()

    report = Report.make("en")
    assert site[0].pk not in report.in_degrees
    assert report.in_degrees[late.pk] == 1
    assert all(row.source != site[0].pk for row in report.shown)


def test_what_editors_keep_off_does_not_count_refreshed_or_not(site):
    NeverRecommended.objects.create(article=site[0])
    Exclusion.objects.create(source=site[9], target=site[1])
    report = Report.make("en")
    assert report.in_degrees[site[0].pk] == 0
    assert report.in_degrees[site[1].pk] == 28


def test_an_article_on_many_more_lists_than_the_average_is_a_hub(site):
    report = Report.make("en")
    assert report.hub_limit == 20
    assert [(str(known), n) for known, n in report.hubs] == [
        (f"A{number:02}", 29) for number in range(4)
    ]


def test_articles_kept_off_by_an_editor_are_told_apart(site):
    NeverRecommended.objects.create(article=site[7])
    report = Report.make("en")
    assert [str(known) for known in report.kept_off] == ["A07"]
    assert "A07" not in [str(known) for known in report.on_no_list]


def test_lists_with_a_fallback_and_articles_without_a_list_are_found(site):
    row = RelatedArticle.objects.get(source=site[3], rank=4)
    row.reasons = [{"signal": "fallback", "why": "newest"}]
    row.save()
    RelatedArticle.objects.filter(source=site[8]).delete()
    report = Report.make("en")
    assert [str(known) for known in report.with_fallback] == ["A03"]
    assert [str(known) for known in report.without_list] == ["A08"]


def test_scores_leave_out_what_was_not_found_by_similarity(site):
    before = len(Report.make("en").scores)
    for rank, signal in enumerate(["pin", "fallback"], start=1):
        row = RelatedArticle.objects.get(source=site[3], rank=rank)
        row.reasons = [{"signal": signal}]
        row.save()
    assert len(Report.make("en").scores) == before - 2


def test_pins_to_articles_that_are_not_public_are_found(site):
    Pin.objects.create(source=site[0], target=site[1])
    idle = Pin.objects.create(source=site[0], target=site[2])
    site[2].unpublish()
    assert Report.make("en").pins_not_public == [idle]


def test_what_no_task_has_worked_in_is_named_until_one_does(make_article):
    _, changed, withdrawn, deleted = (make_article(f"A{n}") for n in range(4))
    services.build("en")
    assert Report.make("en").stale == []
    changed.publish()
    withdrawn.unpublish()
    deleted.delete()
    new = make_article("New")

    stale = [known.pk for known in Report.make("en").stale]
    assert stale == [changed.pk, new.pk, withdrawn.pk]
    assert json.loads(report_of(json=True))["en"]["stale"] == [
        article.identifier for article in (changed, new, withdrawn)
    ]

    services.refresh("en")
    assert Report.make("en").stale == []


def test_nearly_equal_articles_are_found_by_the_build(make_article):
    make_subjects(make_article, 1)
    text = "<p>Gout is a painful swelling of a joint from uric acid in the blood.</p>"
    one, other = make_article("Gout", body=text), make_article("Gout", body=text)
    services.build("en")
    [(first, second, cosine)] = Report.make("en").near_duplicates
    assert (first.pk, second.pk) == (one.pk, other.pk)
    assert cosine > 0.9

    other.unpublish()
    assert Report.make("en").near_duplicates == []


MATRICES = st.lists(st.lists(st.sampled_from([0, 0, 0, 1, 2, 9]), min_size=6, max_size=6))


@settings(max_examples=200, deadline=None)
@given(rows=MATRICES, order=st.randoms())
def test_pairs_are_found_by_looking_at_some_rows_at_a_time(rows, order):
    dense = np.array(rows, dtype=np.float64).reshape(len(rows), 6)
    lengths = np.sqrt((dense**2).sum(axis=1, keepdims=True))
    dense = np.divide(dense, lengths, out=np.zeros_like(dense), where=lengths > 0)
    cosines = dense @ dense.T
    found = duplicates.NearDuplicates(range(len(rows)))
    blocks = np.array_split(np.arange(len(rows)), 3)
    order.shuffle(blocks)
    for block in blocks:
        found.add_from(block, cosines[block])
    pairs = found.pairs()
    expected = {
        (row, other)
        for row in range(len(rows))
        for other in range(row + 1, len(rows))
        if cosines[row, other] >= duplicates.SAME_TEXT
    }
    assert {(row, other) for row, other, _ in pairs} == expected
    assert [cosine for *_, cosine in pairs] == sorted((pair[2] for pair in pairs), reverse=True)


def test_of_a_corpus_of_copies_some_pairs_are_enough():
    found = duplicates.NearDuplicates(range(60))
    found.add_from(np.arange(60), np.ones((60, 60)))
    assert len(found.pairs()) == duplicates.MAX_PAIRS


def test_the_page_names_what_was_found_with_links_to_the_forms(editor, site):
    Pin.objects.create(source=site[0], target=site[2])
    site[2].unpublish()
    text = editor.get(URL).text
    assert reverse("admin:recommendations_report_changelist") == URL
    assert f'<a href="{change(site[6])}#read-more">A06</a>' in text
    assert "Pins to articles that are not public (1)" in text
    assert "on 28 lists" in text
    content = text.partition('id="content-main"')[2].partition("</main>")[0]
    assert content.count("<svg") == 2
    assert "style=" not in content


def test_the_page_is_of_one_language(editor, site, make_article):
    make_article("Gota", language="es")
    assert "30 public articles" in editor.get(URL).text
    text = editor.get(URL, {"language": "es"}).text
    assert "1 public article." in text
    assert "A06" not in text
    assert editor.get(URL, {"language": "xx"}).context["report"].language == "en"


def test_the_page_works_without_any_article(editor):
    text = editor.get(URL).text
    assert "0 public articles." in text
    assert "There was no full build yet." in text


def test_long_findings_are_cut_on_the_page_alone(editor, site, monkeypatch):
    monkeypatch.setattr("recommendations.admin.report.NAMED", 3)
    text = editor.get(URL).text
    assert "The first 3 are named" in text
    assert "A09" not in text
    assert "On no list (25)" in text


def test_the_page_takes_the_same_few_queries_for_any_number(
    editor, site, django_assert_num_queries
):
    with django_assert_num_queries(11):
        Report.make("en")
    Article.objects.all().delete()
    with django_assert_num_queries(12):  # it asks for the names of those that are gone
        Report.make("en")


def test_the_page_takes_the_right_to_see_articles_and_is_on_the_desk(client, site):
    client.force_login(staff("view_topic"))
    assert client.get(URL).status_code == 403
    assert URL not in client.get("/admin/").text
    user = staff_named("reader", "view_article")
    client.force_login(user)
    assert client.get(URL).status_code == 200
    assert URL in client.get("/admin/").text


def staff_named(name, codename):
    from django.contrib.auth.models import Permission, User

    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename=codename))
    return user


def test_titles_are_escaped_on_the_page(editor, make_article):
    title = "<script>alert(1)</script>"
    make_article(title)
    text = editor.get(URL).text
    assert escape(title) in text
    assert title not in text


def test_the_command_prints_what_it_found_as_json(site):
    Pin.objects.create(source=site[0], target=site[2])
    site[2].unpublish()
    data = json.loads(report_of(json=True))
    assert set(data) == {"en", "es"}
    assert data["es"]["articles"] == 0
    assert data["en"]["articles"] == 29
    assert len(data["en"]["on_no_list"]) == 25
    assert data["en"]["hubs"][0] == {"article": site[0].identifier, "lists": 28}
    assert data["en"]["pins_not_public"] == [
        {"article": site[0].identifier, "pinned": site[2].identifier}
    ]
    assert sum(data["en"]["in_degrees"].values()) == 29


def test_the_command_prints_a_table_for_people(site):
    text = report_of()
    assert "en: 30 articles" in text
    assert "lists that needed the fallback" in text
    assert site[9].identifier in text


def test_a_drawing_is_whole_and_told_to_those_who_do_not_see_it():
    svg = plots.bar_chart(
        [("0", 2), ("<1>", 4)], name="n", title="T & T", description="D", axis="lists"
    ).svg
    root = ElementTree.fromstring(svg)  # noqa: S314  (our own)
    namespace = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "n-title n-description"
    assert [root.find(f"{namespace}{tag}").text for tag in ("title", "desc")] == ["T & T", "D"]
    low, high = root.findall(f"{namespace}rect")
    assert float(high.get("height")) == 2 * float(low.get("height"))
    assert high.find(f"{namespace}title").text == "<1>: 4"
    assert "style" not in svg


def test_a_drawing_of_nothing_is_a_drawing():
    svg = plots.bar_chart([], name="n", title="T", description="D", axis="a").svg
    assert ElementTree.fromstring(svg) is not None  # noqa: S314  (our own)


def test_numbers_fall_into_the_bars_they_belong_to():
    assert plots.counts_of_integers([0, 2, 2, 5, 9], last=5) == [
        ("0", 1), ("1", 0), ("2", 2), ("3", 0), ("4", 0), ("5+", 2),
    ]  # fmt: skip
    assert plots.counts_of_integers([0, 1], last=1) == [("0", 1), ("1", 1)]
    assert plots.counts_of_shares([0, 0.24, 0.25, 0.99, 1.0], n_bars=4) == [
        ("0.00", 2), ("0.25", 1), ("0.50", 0), ("0.75", 2),
    ]  # fmt: skip
