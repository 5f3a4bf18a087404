"""The Read More list on a page."""

import subprocess
import sys

import pytest
from django.template import Context, Template

from articles.models import Article
from recommendations import services
from recommendations.models import RelatedArticle

PAGE = Template("{% load recommendations %}{% related_articles article limit=limit %}")


def render(article, limit=4):
    return PAGE.render(Context({"article": article, "limit": limit}))


def titles(article, limit=4):
    html = render(article, limit)
    return [part.partition("</a>")[0].partition(">")[2] for part in html.split("<a ")[1:]]


@pytest.fixture
def source(make_article):
    """An article with six others on its list, and on theirs in another order."""
    source, *others = (make_article(f"A{n}", summary=f"On {n}.") for n in range(7))
    for rank, target in enumerate(others, start=1):
        RelatedArticle.objects.create(
            source=source, target=target, rank=rank, score=1 / rank, reasons=[]
        )
        RelatedArticle.objects.create(
            source=others[0], target=others[-rank] if rank < 6 else source, rank=rank,
            score=1 / rank, reasons=[],
        )  # fmt: skip
    return source


def test_the_list_shows_the_best_four_in_order_with_one_query(source, django_assert_num_queries):
    with django_assert_num_queries(1):
        html = render(source)

    assert titles(source) == ["A1", "A2", "A3", "A4"]
    assert '<section class="related" aria-labelledby="related-heading">' in html
    assert '<h2 id="related-heading">Read more</h2>' in html
    assert '<a href="/articles/a1/">A1</a>' in html
    assert "<p>On 1.</p>" in html


def test_the_limit_is_the_pages_to_choose(source):
    assert titles(source, limit=2) == ["A1", "A2"]


@pytest.mark.parametrize("vanish", [Article.unpublish, Article.delete])
def test_later_ones_move_up_where_one_vanished(source, vanish):
    vanish(Article.objects.get(title="A2"))

    assert titles(source) == ["A1", "A3", "A4", "A5"]


def test_an_article_in_another_language_is_not_shown(source):
    Article.objects.filter(title="A1").update(language="es")

    assert titles(source) == ["A2", "A3", "A4", "A5"]


def test_before_the_first_build_the_newest_on_its_topics_are_shown(
    make_article, django_assert_num_queries
):
    original = make_article("Original", topics=["Sleep"])
    make_article("On topic, old", topics=["Sleep"])
    make_article("On topic, new", topics=["Sleep", "Night"])
    make_article("Off topic, old")
    make_article("Off topic, new")
    make_article("Draft", topics=["Sleep"], status=Article.Status.DRAFT)
    make_article("Spanish", language="es")
    article = make_article("Adapted", topics=["Sleep", "Night"], translation_of=original)

    with django_assert_num_queries(2):
        render(article)

    expected = ["On topic, new", "On topic, old", "Off topic, new", "Off topic, old"]
    assert titles(article) == expected
    assert titles(original, limit=9) == expected


def test_a_page_has_links_even_when_all_of_its_list_were_withdrawn(source):
    for target in Article.objects.exclude(title__in=["A0", "A6"]):
        target.unpublish()
    RelatedArticle.objects.filter(source=source, target__title="A6").delete()

    assert titles(source) == ["A6"]


def test_nothing_is_shown_where_there_is_no_other_article(make_article):
    services.build("en")

    assert render(make_article("Alone")).strip() == ""


def test_titles_and_summaries_are_escaped(make_article):
    make_article("<b>&", summary="<script>alert(1)</script>", slug="evil")

    html = render(make_article("Reader"))

    assert "&lt;b&gt;&amp;" in html
    assert "<script" not in html


def test_a_process_that_serves_readers_loads_no_scientific_package():
    program = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
import cms.urls
from django.template import engines
engines["django"].from_string("{% load recommendations %}")
heavy = {"numpy", "scipy", "sklearn"} & set(sys.modules)
print(*sorted(heavy), "recommendations.templatetags.recommendations" in sys.modules)
"""
    result = subprocess.run(  # noqa: S603  (the program is the one above)
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "True"
