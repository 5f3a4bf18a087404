"""What the desk and the command say of what was counted, and what they keep to themselves."""

import json
from datetime import timedelta
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from recommendations import plots, services, trial
from recommendations.helpfulness.comparison import LEAST_ARTICLES
from recommendations.helpfulness.rates import Row
from recommendations.helpfulness.report import WhatHelps
from recommendations.helpfulness.storing import signals_of, store
from recommendations.models import Corpus, LinkCount, RelatedArticle

from .test_admin import staff

URL = "/admin/recommendations/linkcount/"
REASONS = [
    {"signal": "meaning", "score": 0.3},
    {"signal": "topic", "score": 0.05, "topics": ["Sleep"]},
    {"signal": "link", "score": 0.01, "links": ["to"]},
]


@pytest.fixture
def articles(make_article):
    """Four articles, each with the three others on its list."""
    articles = [make_article(f"A{number}", identifier=f"a{number}") for number in range(4)]
    for source in articles:
        for rank, target in enumerate([its for its in articles if its != source], start=1):
            RelatedArticle.objects.create(
                source=source, target=target, rank=rank, score=0.36, reasons=REASONS
            )
    return articles


@pytest.fixture
def editor(client, db):
    client.force_login(staff("view_article"))
    return client


def count(source, target, position, shows, clicks, *, days_ago=0, signals="meaning topic", **more):
    fields = {"place": "page", **more}
    LinkCount.objects.create(
        article=source,
        target=target,
        position=position,
        day=timezone.localdate() - timedelta(days_ago),
        shows=shows,
        clicks=clicks,
        signals=signals,
        **fields,
    )


def rows(made, kind):
    return {row.name: (row.shows, row.clicks) for row in made.tables[kind].rows}


def report_of(**options):
    out = StringIO()
    call_command("report_what_helps", stdout=out, **options)
    return out.getvalue()


def test_a_count_keeps_the_signals_that_spoke_for_the_link(articles):
    event = (articles[0].pk, articles[1].pk, 1, "page", "2036-03-01")
    store.enqueue([[[*event, "shown"], 3], [[*event, "clicked"], 1]])

    [stored] = LinkCount.objects.all()
    assert (stored.signals, stored.trial) == ("meaning topic", "")
    assert (stored.shows, stored.clicks) == (3, 1)


@pytest.mark.parametrize(
    ("reasons", "signals"),
    [
        ([], ""),
        ([{"signal": "pin"}], "pin"),
        ([{"signal": "fallback", "why": "newest"}], "fallback"),
        (REASONS, "meaning topic"),
    ],
)
def test_signals_that_hardly_matter_are_none(reasons, signals):
    assert signals_of(reasons) == signals


def test_counts_of_other_signals_on_one_day_are_apart(articles):
    event = [articles[0].pk, articles[1].pk, 1, "page", "2036-03-01", "shown"]
    store.enqueue([[event, 2]])
    RelatedArticle.objects.update(reasons=[{"signal": "pin"}])
    store.enqueue([[event, 5]])

    counts = LinkCount.objects.values_list("signals", "shows")
    assert set(counts) == {("meaning topic", 2), ("pin", 5)}


def test_links_are_put_together_by_each_thing_that_they_have_in_common(articles):
    one, two, three, _ = articles
    count(one, two, 1, 100, 30)
    count(one, three, 2, 100, 20, signals="meaning")
    count(two, one, 1, 50, 15, place="frame", days_ago=3)

    made = WhatHelps.make("en", 28)
    assert rows(made, "position") == {1: (150, 45), 2: (100, 20)}
    assert rows(made, "signal") == {"any": (250, 65), "meaning": (250, 65), "topic": (150, 45)}
    assert rows(made, "place") == {"page": (200, 50), "frame": (50, 15)}
    assert rows(made, "article") == {one.pk: (200, 50), two.pk: (50, 15)}
    assert rows(made, "link") == {
        (one.pk, two.pk): (100, 30),
        (one.pk, three.pk): (100, 20),
        (two.pk, one.pk): (50, 15),
    }


def test_only_the_days_asked_for_and_kept_and_the_language_count(articles, make_article, settings):
    settings.READ_MORE_COUNTS_KEPT_DAYS = 60
    one, two, *_ = articles
    spanish = [make_article(title, language="es") for title in ("Uno", "Dos")]
    for days_ago in (0, 27, 28, 59, 60):
        count(one, two, 1, 100, 10 + days_ago, days_ago=days_ago)
    count(*spanish, 1, 500, 100)

    assert rows(WhatHelps.make("en", 28), "position") == {1: (200, 47)}
    assert rows(WhatHelps.make("en", 400), "position") == {1: (400, 154)}
    assert rows(WhatHelps.make("es", 1), "position") == {1: (500, 100)}


def test_small_counts_are_nowhere_and_cannot_be_worked_out(editor, articles):
    one, two, three, four = articles
    count(one, two, 1, 1111, 60)
    count(one, three, 2, 2222, 50)
    count(one, four, 3, 3333, 9)

    made = WhatHelps.make("en", 28)
    # To tell the second would tell the third, by what all have together.
    assert rows(made, "position") == {1: (1111, 60)}
    assert rows(made, "link") == {(one.pk, two.pk): (1111, 60)}
    assert made.tables["position"].n_hidden == 2
    for text in (editor.get(URL).text, report_of(), report_of(json=True)):
        assert "60" in text
        for number in ("2222", "2,222", "3333", "3,333"):
            assert number not in text


def test_clicks_that_somebody_made_up_do_not_outnumber_shows(articles):
    count(articles[0], articles[1], 1, 20, 5000)

    assert rows(WhatHelps.make("en", 28), "position") == {1: (20, 20)}


def test_rates_are_corrected_by_what_positions_do(articles):
    one, two, three, _ = articles
    for day in range(2):
        count(one, two, 1, 1000, 100, days_ago=day)
        count(one, two, 2, 1000, 50, days_ago=day)
    count(one, three, 2, 1000, 50)

    made = WhatHelps.make("en", 28)
    assert made.positions.factors == pytest.approx({1: 1, 2: 0.5})
    by_link = {row.name: row for row in made.tables["link"].rows}
    assert by_link[one.pk, three.pk].rate == pytest.approx(0.05)
    assert by_link[one.pk, three.pk].corrected == pytest.approx(0.1)
    assert by_link[one.pk, two.pk].corrected == pytest.approx(0.1)


# The trial of two weightings.


@pytest.fixture
def on_trial(make_article, settings):
    """Many articles with counts: links on the lists that the challenger made are followed more."""
    settings.RECOMMENDATIONS = {"CHALLENGER_WEIGHTS": {"topic": 0.5}}
    articles = [make_article() for _ in range(2 * LEAST_ARTICLES)]
    services.build("en")
    name = trial.name_of(Corpus.objects.get(language="en").parameters)
    for number, source in enumerate(articles):
        target = articles[number - 1]
        clicks = 10 + number % 3 + 10 * (source.pk % 2)
        count(source, target, 1, 100, clicks, trial=name)
        count(source, target, 1, 100, 90, trial="another")
    return name


def test_the_two_are_compared_by_what_was_counted_under_both(on_trial):
    made = WhatHelps.make("en", 28)

    assert made.weights[1] == made.weights[0] | {"topic": 0.5}
    assert len(made.comparison.site.shows) == len(made.comparison.challenger.shows)
    assert made.comparison.site.rate == pytest.approx(0.11, abs=0.005)
    assert made.comparison.challenger.rate == pytest.approx(0.21, abs=0.005)
    assert made.comparison.winner == "challenger"


def test_a_count_is_under_the_trial_that_its_list_was_made_in(on_trial):
    LinkCount.objects.all().delete()
    row = RelatedArticle.objects.first()
    event = [row.source_id, row.target_id, 1, "page", "2036-03-01", "shown"]
    store.enqueue([[event, 1]])

    assert LinkCount.objects.get().trial == on_trial


def test_the_page_says_which_does_better_and_how_sure_that_is(editor, on_trial):
    text = " ".join(editor.get(URL).text.split())
    assert "The lists on trial are followed more." in text
    assert "less the other: 10.00 percentage points (95% interval: 9." in text
    LinkCount.objects.filter(trial=on_trial).update(clicks=10)
    assert "cannot be told apart yet" in editor.get(URL).text
    LinkCount.objects.filter(trial=on_trial).update(trial="yet another")
    assert "Too little was counted to compare them" in editor.get(URL).text


def test_the_command_tells_of_the_trial(on_trial):
    told = json.loads(report_of(json=True))["en"]["trial"]
    assert told["challenger"]["articles"] == LEAST_ARTICLES
    assert told["difference"] == pytest.approx(0.1)
    low, high = told["difference_interval"]
    assert low < 0.1 < high
    assert "on trial" in report_of()


# The page and the command.


def test_the_page_shows_names_numbers_and_plots(editor, articles):
    one, two, *_ = articles
    count(one, two, 1, 2000, 99)

    response = editor.get(URL)
    text = response.text
    assert reverse("admin:recommendations_linkcount_changelist") == URL
    for told in ("A0 → A1", "2,000", "99", "5.0%", "4.1% to 6.0%", "Meaning", "under the article"):
        assert told in text, told
    assert text.count('<svg class="plot"') == 2
    assert "style=" not in text.partition('id="content-main"')[2].partition("</main>")[0]
    assert "CHALLENGER_WEIGHTS" in text


def test_periods_and_languages_are_chosen_by_the_address(editor, articles):
    one, two, *_ = articles
    count(one, two, 1, 2000, 99, days_ago=60)

    page = editor.get(URL).text
    assert "There is nothing yet that may be told." in page
    assert "By link" not in page
    assert "A0 → A1" in editor.get(URL, {"days": "90"}).text
    assert "A0 → A1" not in editor.get(URL, {"days": "90", "language": "es"}).text
    for odd in ("", "0", "-1", "91", "x", "9" * 5000):
        assert editor.get(URL, {"days": odd}).context["days"] == 28


@pytest.mark.parametrize("is_counting", [True, False])
def test_the_page_says_whether_anything_is_counted(editor, settings, is_counting):
    settings.COUNT_READ_MORE = is_counting
    assert ("Nothing is being counted" in editor.get(URL).text) != is_counting


def test_titles_of_articles_are_escaped(editor, articles):
    one, two, *_ = articles
    two.title = "<script>alert(1)</script>"
    two.save()
    count(one, two, 1, 2000, 99)

    text = editor.get(URL).text
    assert "A0 → &lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_what_is_long_is_cut_on_the_page_alone(editor, articles, monkeypatch):
    monkeypatch.setattr("recommendations.admin.what_helps.NAMED", 2)
    for source in articles:
        for target in articles:
            if source != target:
                count(source, target, 1, 100, 20)
    assert editor.get(URL).text.count(" → A") == 2
    assert "names all" in editor.get(URL).text
    assert len(json.loads(report_of(json=True))["en"]["tables"]["link"]["rows"]) == 12


def test_a_report_takes_three_queries_whatever_was_counted(articles, django_assert_num_queries):
    for source in articles:
        count(source, articles[source == articles[0]], 1, 100, 20)
    with django_assert_num_queries(3):
        WhatHelps.make("en", 28).titles()


def test_the_page_takes_the_right_to_see_articles_and_changes_nothing(client, articles):
    client.force_login(staff("view_topic"))
    assert client.get(URL).status_code == 403
    count(articles[0], articles[1], 1, 100, 20)
    client.post(URL, {"action": "delete_selected"})
    assert LinkCount.objects.count() == 1


def test_the_command_tells_tables_to_people(articles):
    one, two, *_ = articles
    count(one, two, 1, 2000, 99)
    text = report_of(days=28)
    assert "en, by link" in text
    assert "a0 → a1" in text
    assert "es, by link" not in text


def test_a_chart_of_rates_has_intervals_and_corrected_points():
    row = Row("a", 1000, 100, 200.0)
    svg = plots.rate_chart(
        [("<1>", row)], name="n", title="T", description="D", axis="position"
    ).svg
    root = ElementTree.fromstring(svg)  # noqa: S314  (our own)
    names = "{http://www.w3.org/2000/svg}"
    [bar] = root.findall(f"{names}rect")
    assert bar.find(f"{names}title").text == "<1>: 10.0%"
    [point] = root.findall(f"{names}circle")
    # The highest of all, and the bar half as high.
    assert float(point.get("cy")) == pytest.approx(plots._TOP)
    assert float(bar.get("height")) == pytest.approx((plots._FLOOR - plots._TOP) / 2, abs=0.1)
    [line] = [its for its in root.findall(f"{names}line") if its.get("class") == "plot-interval"]
    assert float(line.get("y1")) > float(bar.get("y")) > float(line.get("y2"))
