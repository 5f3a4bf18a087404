"""Corpora at the edge of sense get a list or none, the whole way, and never an exception."""

import pytest
from django.core.management import call_command

from recommendations.models import SHOWN
from recommendations.shown import related_to

from .read_more import NO_DRIFT, full_build_under_present_statistics, stored_lists

FLU = "Influenza is a virus; fever, cough and aching muscles are its signs."
# Two articles each on two subjects.
ARABIC = [
    ("الصداع النصفي", "الصداع النصفي ألم شديد في الرأس مع غثيان وحساسية للضوء."),
    ("ألم الرأس", "يبدأ ألم الرأس عند التوتر، ويخف الصداع بالراحة والنوم."),
    ("السكري", "السكري ارتفاع مستوى الغلوكوز في الدم لنقص الإنسولين."),
    ("الإنسولين", "ينظم الإنسولين مستوى الغلوكوز في الدم عند مرضى السكري."),
]
CHINESE = [
    ("偏头痛", "偏头痛是一种剧烈的头痛。常伴有恶心和怕光。"),
    ("头痛", "紧张时会头痛。休息和睡眠可以减轻头痛。"),
    ("糖尿病", "糖尿病是胰岛素不足引起的血糖升高。"),
    ("胰岛素", "胰岛素调节糖尿病患者的血糖。"),
]
MANY_WORDS = " ".join(f"word{number}" for number in range(220_000))
# Titles and bodies, and for some articles the one that must be first on their list.
CORPORA = {
    "none": ([], {}),
    "one": ([("Flu", FLU)], {}),
    "two": ([("Flu", FLU), ("Gout", "A swollen toe.")], {0: 1, 1: 0}),
    "five": ([(f"Flu {n}", f"{FLU} {n}.") for n in range(5)], {}),
    "identical": ([("Flu", FLU)] * 6, {0: 1, 1: 0, 5: 0}),
    # An article without any text cannot be published; one without a word can.
    "empty bodies": ([("Flu", "…"), ("Gout", "…"), ("Flu and cough", "…")], {0: 2, 2: 0}),
    "no word at all": ([("…", "…")] * 3, {}),
    "one word": ([("Flu", "Flu")] * 3, {0: 1, 1: 0, 2: 0}),
    "Arabic": (ARABIC, {0: 1, 1: 0, 2: 3, 3: 2}),
    "Chinese": (CHINESE, {0: 1, 1: 0, 2: 3, 3: 2}),
    "2 MB in one body": (
        [("Flu", f"{FLU} " * 30_000), ("Gout", "A swollen toe."), ("Cough", FLU)],
        {0: 2, 2: 0},
    ),
    "2 MB without a space": (
        [("Flu", "flu" * 700_000), ("Gout", "A toe."), ("Flu", FLU)],
        {0: 2, 2: 0},
    ),
    "2 MB of all words": ([("A", MANY_WORDS), ("B", "A toe."), ("C", "word7")], {0: 2, 2: 0}),
}


def assert_sensible(articles):
    """Assert that the lists are those of a full build, and that each has what it can have."""
    assert stored_lists() == full_build_under_present_statistics()
    for article in articles:
        shown = related_to(article, SHOWN)
        assert len(set(shown)) == len(shown) == min(SHOWN, len(articles) - 1)
        assert article not in shown
        assert set(shown) <= set(articles)


@pytest.mark.parametrize(("texts", "first"), CORPORA.values(), ids=CORPORA.keys())
def test_any_corpus_is_built_and_refreshed_and_shown(make_article, commit, client, texts, first):
    articles = [make_article(title, body=f"<p>{body}</p>") for title, body in texts]
    call_command("build_recommendations", verbosity=0)
    assert_sensible(articles)
    for number, best in first.items():
        assert related_to(articles[number], SHOWN)[0] == articles[best]

    with NO_DRIFT, commit():
        new = make_article("New", body=articles[0].body if articles else f"<p>{FLU}</p>")
    assert_sensible([*articles, new])
    with NO_DRIFT, commit():
        new.body = "<p>Something else.</p>"
        new.save()
        new.publish()
    assert_sensible([*articles, new])
    for article in [*articles[:1], new]:
        assert client.get(article.get_absolute_url()).status_code == 200
    with NO_DRIFT, commit():
        new.unpublish()
    assert_sensible(articles)
