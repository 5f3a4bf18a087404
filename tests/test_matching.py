"""Related articles for any text: `POST /api/v1/related`."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.models import Article
from recommendations import matching, services, storage
from recommendations.documents import documents_of
from recommendations.index import Document
from recommendations.models import Corpus, NeverRecommended
from tests.read_more import NO_DRIFT, SUBJECTS, make_subjects

GOUT = {"text": "Uric acid makes the joint of my big toe swell, painful as gout is."}


@pytest.fixture
def ask(client, db):
    def ask(status=200, **body):
        response = client.post("/api/v1/related", body, content_type="application/json")
        assert response.status_code == status, response.content
        return response.json()

    return ask


@pytest.fixture
def subjects(make_article):
    made = make_subjects(make_article, 4)
    services.build("en")
    return made


def titles(answer):
    return [item["title"] for item in answer["items"]]


def test_a_text_gets_the_articles_on_its_subject_best_first(ask, subjects):
    found = ask(**GOUT, limit=10)["items"]
    assert {item["title"][:4] for item in found[:4]} == {"gout"}
    assert [item["rank"] for item in found] == list(range(1, len(found) + 1))
    assert sorted((item["score"] for item in found), reverse=True) == [
        item["score"] for item in found
    ]
    assert "reasons" not in found[0]


def test_the_reasons_name_what_text_and_article_share(ask, subjects):
    best, *_others = ask(**GOUT, reasons=True)["items"]
    text = next(reason for reason in best["reasons"] if reason["signal"] == "text")
    assert "painful" in {term["term"] for term in text["terms"]}
    assert any("painful" in sentence for sentence in best["in_words"])


def test_markup_is_read_as_a_reader_sees_it(ask, subjects):
    html = "<script>gout uric acid</script><p>A dark <b>bed</b>room to fall asleep</p>"
    (best,) = ask(text=html, format="html", limit=1)["items"]
    assert best["title"].startswith("sleep")


def test_a_name_in_the_text_is_a_reason(ask, make_article):
    make_article("Bechterew disease", body="<p>Stiff joints of the back.</p>")
    make_subjects(make_article, 2)
    services.build("en")
    (best,) = ask(text="She has Bechterew disease.", limit=1, reasons=True)["items"]
    assert best["title"] == "Bechterew disease"
    assert "mention" in [reason["signal"] for reason in best["reasons"]]


def test_scores_are_those_of_an_index_with_everything_in_it(subjects):
    """Candidates are found by an approximation; what is said of them is exact."""
    document = Document(body=SUBJECTS["flu"] + SUBJECTS["sleep"])
    version = matching.Version.current("en")
    found = matching.Matcher("en", version).match(document, 10)

    statistics = storage.load_statistics(Corpus.objects.get(language="en"))
    ids = list(Article.objects.values_list("pk", flat=True))
    index = storage.make_index("en").restore(statistics)
    rows = index.transform([document, *documents_of(ids)])
    index.restore(statistics, [0, *ids], rows)
    places, scores = index.neighbors(10, rows=[0])
    exact = dict(zip(index.ids_[places[0]].tolist(), scores[0].tolist(), strict=True))
    assert found
    for match in found:
        assert match.score == pytest.approx(exact[match.article_id], abs=0.02)


def test_what_is_hidden_is_not_found(ask, subjects):
    one, two, three, four = subjects["gout"]
    one.unpublish()
    Article.objects.filter(pk=two.pk).update(expires_at=timezone.now())
    Article.objects.filter(pk=three.pk).update(published_at=timezone.now() + timedelta(days=1))
    NeverRecommended.objects.create(article=four)
    assert not [title for title in titles(ask(**GOUT)) if title.startswith("gout")]


def test_what_was_published_since_is_found_once_the_matcher_is_renewed(
    ask, subjects, make_article, monkeypatch, commit
):
    ask(**GOUT)
    with NO_DRIFT, commit():
        make_article("Pseudogout", body=SUBJECTS["gout"] + "<p>Chondrocalcinosis.</p>")
    assert "Pseudogout" not in titles(ask(**GOUT, limit=10))

    class InPlace:
        def __init__(self, target, args, daemon):
            self.start = lambda: target(*args)

    monkeypatch.setattr(matching, "Thread", InPlace)
    monkeypatch.setattr(matching.connection, "close", lambda: None)
    monkeypatch.setattr(matching, "LIFETIME", 0)
    ask(**GOUT)
    assert "Pseudogout" in titles(ask(**GOUT, limit=10))


def test_a_new_build_is_seen_at_once(ask, subjects, make_article):
    ask(**GOUT)
    make_article("Pseudogout", body=SUBJECTS["gout"] + "<p>Chondrocalcinosis.</p>")
    services.build("en")
    assert "Pseudogout" in titles(ask(**GOUT, limit=10))


def test_without_a_build_or_a_known_word_nothing_is_related(ask, make_article):
    make_article()
    assert ask(**GOUT) == {"items": []}
    services.build("en")
    assert ask(text="Xyzzy plugh.") == {"items": []}
    assert ask(text="   ", format="html") == {"items": []}
    assert ask(text="el sueño", language="es") == {"items": []}


def test_a_text_that_is_too_long_or_no_text_is_refused(ask, client, db):
    problem = ask(422, text="a" * 200_001)
    assert [error["where"] for error in problem["errors"]] == ["body.text"]
    assert ask(422, text="")["errors"]
    assert ask(413, text="a" * 1_500_001)["title"] == "Content Too Large"
    for body, content_type, status in [
        ("{", "application/json", 400),
        ("text=a", "application/x-www-form-urlencoded", 415),
    ]:
        response = client.post("/api/v1/related", body, content_type=content_type)
        assert response.status_code == status
        assert response.headers["Content-Type"] == "application/problem+json"


def test_texts_are_fewer_than_other_requests(client, ask, settings):
    cache.clear()
    settings.API_TEXTS_A_MINUTE = 1
    ask(**GOUT)
    ask(429, **GOUT)
    assert client.get("/api/v1/topics/").status_code == 200


def test_the_answer_takes_few_queries(ask, subjects, django_assert_max_num_queries):
    ask(**GOUT)
    with django_assert_max_num_queries(4):
        ask(**GOUT)


def test_scikit_learn_is_not_loaded_for_it():
    code = (
        "import django; django.setup(); import cms.urls, sys;"
        "assert 'numpy' not in sys.modules;"
        "import recommendations.matching; assert 'sklearn' not in sys.modules"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)  # noqa: S603
