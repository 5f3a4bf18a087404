"""Counting what readers saw and followed of Read More: what is, what is not, and how it is kept."""

import json
import re
from base64 import b64encode
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.caching.versions import content_version
from recommendations.helpfulness import receiving
from recommendations.helpfulness import waiting as waiting_module
from recommendations.helpfulness.storing import store
from recommendations.helpfulness.waiting import Event, Waiting, waiting
from recommendations.models import Exclusion, LinkCount, RelatedArticle

ADDRESS = "/read-more/counts"


@pytest.fixture(autouse=True)
def counting(settings, monkeypatch):
    """Count, and store at once what else would wait for a minute."""
    settings.COUNT_READ_MORE = True
    monkeypatch.setattr(waiting_module, "SECONDS", 0)
    cache.clear()
    waiting.add([])
    yield
    waiting.add([])


@pytest.fixture
def pair(make_article):
    article, target = make_article("Cramps", slug="cramps"), make_article("Muscles")
    RelatedArticle.objects.all().delete()
    reasons = [{"signal": "text", "score": 0.5, "terms": []}]
    RelatedArticle.objects.create(source=article, target=target, rank=1, score=0.5, reasons=reasons)
    return article, target


def beacon(pair, **changes):
    article, target = pair
    said = {"article": article.pk, "place": "page", "shown": [[target.pk, 1]], "clicked": []}
    return said | changes


def send(client, said, **headers):
    text = said if isinstance(said, str) else json.dumps(said)
    return client.post(ADDRESS, text, content_type="text/plain;charset=UTF-8", headers=headers)


def counts():
    return list(LinkCount.objects.order_by("pk").values_list("shows", "clicks"))


def test_shows_and_clicks_are_counted_by_link_position_place_and_day(client, pair, time_machine):
    link = [pair[1].pk, 1]
    for day in ("2036-03-01", "2036-03-02"):
        time_machine.move_to(f"{day}T12:00:00Z")
        for said in (
            *(beacon(pair), beacon(pair, clicked=[link])),
            *(beacon(pair, shown=[[pair[1].pk, 2]]), beacon(pair, place="frame")),
        ):
            assert send(client, said).status_code == 204
    stored = LinkCount.objects.order_by("day", "place", "position").values_list(
        "article", "target", "day", "place", "position", "shows", "clicks"
    )
    article, target = (its.pk for its in pair)
    assert list(stored) == [
        (article, target, day, *numbers)
        for day in (date(2036, 3, 1), date(2036, 3, 2))
        for numbers in (("frame", 1, 1, 0), ("page", 1, 2, 1), ("page", 2, 1, 0))
    ]


def test_nothing_is_kept_of_who_it_was():
    names = {field.name for field in LinkCount._meta.fields}
    of_the_list = {"article", "target", "position", "place", "signals", "trial"}
    assert names == {"id", "day", "shows", "clicks", *of_the_list}


def test_what_is_seen_twice_in_one_message_counts_once(client, pair):
    link = [pair[1].pk, 1]
    send(client, beacon(pair, shown=[link, link], clicked=[link, link]))
    assert counts() == [(1, 1)]


@pytest.mark.parametrize("headers", [{"Sec-GPC": "1"}, {"DNT": "1"}])
def test_who_asks_not_to_be_counted_is_not(client, pair, headers):
    assert send(client, beacon(pair), **headers).status_code == 204
    assert counts() == []
    assert send(client, beacon(pair), **dict.fromkeys(headers, "0")).status_code == 204
    assert counts() == [(1, 0)]


def test_editors_are_not_counted(client, pair):
    client.force_login(User.objects.create_user("ed"))
    assert send(client, beacon(pair)).status_code == 204
    assert counts() == []


def test_without_the_setting_nothing_is_counted_and_no_page_counts(client, pair, settings):
    assert "data-counted-at" in client.get("/articles/cramps/").text
    assert "data-counted-at" in client.get("/widget/cramps/").text
    settings.COUNT_READ_MORE = False
    assert send(client, beacon(pair)).status_code == 404
    for address in ("/articles/cramps/", "/widget/cramps/"):
        page = client.get(address).text
        assert "data-counted-at" not in page
        assert "sendBeacon" not in page


@pytest.mark.parametrize("address", ["/articles/cramps/", "/widget/cramps/"])
def test_the_policy_of_the_page_allows_its_counting_script_by_its_hash(client, pair, address):
    response = client.get(address)
    (script,) = re.findall(r'<script type="module">(.*?)</script>', response.text, re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in response.headers["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize("address", ["/privacy/", "/es/privacy/"])
def test_the_page_on_privacy_says_what_is_counted(client, db, settings, address):
    settings.READ_MORE_COUNTS_KEPT_DAYS = 123
    assert "Global Privacy Control" in client.get(address).text
    assert "123" in client.get(address).text
    settings.COUNT_READ_MORE = False
    assert "Global Privacy Control" not in client.get(address).text


def test_partners_are_told_that_frames_count(client, make_article, settings):
    make_article()
    sentence = "We count how often links in a frame are seen"
    assert sentence in client.get("/developers/").text
    settings.COUNT_READ_MORE = False
    assert sentence not in client.get("/developers/").text


@pytest.mark.parametrize(
    "change",
    [
        *({"place": "moon"}, {"article": "x"}, {"article": 2**63}, {"shown": [[1, 11]]}),
        *({"shown": [[1, 0]]}, {"shown": [[1]]}, {"shown": [[1, 1]] * 11}, {"clicked": None}),
    ],
)
def test_what_makes_no_sense_is_refused(client, pair, change):
    assert send(client, beacon(pair, **change)).status_code == 400
    assert counts() == []


@pytest.mark.parametrize("text", ["", "[]", "{", "x" * 5000])
def test_what_is_no_beacon_is_refused(client, pair, text):
    assert send(client, text).status_code == 400


def test_only_posts_are_answered(client, db):
    assert client.get(ADDRESS).status_code == 405


def test_pairs_that_no_reader_sees_do_not_count(client, pair, make_article):
    article, target = pair
    stranger = make_article("Stranger")
    RelatedArticle.objects.filter(target=stranger).delete()
    send(client, beacon((article, stranger)))
    send(client, beacon((target, article)))
    send(client, beacon(pair, article=10**9))
    assert counts() == []
    Exclusion.objects.create(source=article, target=target)
    send(client, beacon(pair))
    assert counts() == []


@pytest.mark.parametrize("which", [0, 1])
def test_a_withdrawn_article_does_not_count(client, pair, which):
    said = beacon(pair)
    RelatedArticle.objects.all().delete()
    pair[which].unpublish()
    RelatedArticle.objects.get_or_create(
        source=pair[0], target=pair[1], defaults={"rank": 1, "score": 0.5, "reasons": []}
    )
    send(client, said)
    assert counts() == []


def test_a_foreign_page_cannot_count_for_ours_but_a_frame_in_it_can(client, pair):
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "null"}
    assert send(client, beacon(pair), **foreign).status_code == 403
    assert counts() == []
    assert send(client, beacon(pair, place="frame"), **foreign).status_code == 204
    assert counts() == [(1, 0)]


def test_a_flood_from_one_address_stops_counting(client, pair, monkeypatch):
    few = receiving.Limit("few", times=3, seconds=3600)
    monkeypatch.setattr(receiving, "FROM_ONE_ADDRESS", few)
    for _ in range(5):
        assert send(client, beacon(pair)).status_code == 204
    assert counts() == [(3, 0)]


def test_counting_writes_nothing_before_it_is_time_to_store(client, pair, monkeypatch):
    monkeypatch.setattr(waiting_module, "SECONDS", 3600)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for _ in range(3):
            send(client, beacon(pair))
    assert len(queries) == 0
    monkeypatch.setattr(waiting_module, "SECONDS", 0)
    send(client, beacon(pair))
    assert counts() == [(4, 0)]


def test_many_different_counts_do_not_wait(monkeypatch):
    monkeypatch.setattr(waiting_module, "SECONDS", 3600)
    its = Waiting()
    events = [Event(n, 1, 1, "page", "2036-03-01", "shown") for n in range(waiting_module.MOST)]
    assert its.add(events[:-1]) == {}
    assert len(its.add(events[-1:])) == waiting_module.MOST
    assert its.add(events[:1]) == {}


def test_counts_make_no_kept_page_out_of_date(client, pair):
    before = content_version()
    send(client, beacon(pair))
    assert counts() == [(1, 0)]
    assert content_version() == before


def test_what_was_counted_meanwhile_by_another_process_is_added_to(pair):
    event = (pair[0].pk, pair[1].pk, 1, "page", "2036-03-01")
    store.enqueue([[[*event, "shown"], 3], [[*event, "clicked"], 1]])
    store.enqueue([[[*event, "shown"], 2]])
    LinkCount.objects.too_old()
    assert counts() == [(5, 1)]


def test_old_counts_are_not_kept(pair, settings, capsys):
    settings.READ_MORE_COUNTS_KEPT_DAYS = 400
    today = timezone.localdate()
    for age in (0, 399, 400, 500):
        LinkCount.objects.create(
            article=pair[0], target=pair[1], position=1, place="page", day=today - timedelta(age)
        )
    assert LinkCount.objects.kept().count() == 2
    call_command("delete_old_counts")
    assert "400 days, now deleted: 2" in capsys.readouterr().out
    assert LinkCount.objects.count() == 2


def test_storing_deletes_what_is_old(pair):
    LinkCount.objects.create(
        article=pair[0], target=pair[1], position=1, place="page", day=date(2001, 1, 1)
    )
    store.enqueue([])
    assert counts() == []
