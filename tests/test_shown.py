"""What the one function that every Read More list is shown by says of its articles."""

from recommendations.models import RelatedArticle
from recommendations.shown import related_to

REASONS = [{"signal": "text", "score": 0.5, "terms": [{"term": "sleep", "contribution": 0.5}]}]


def test_each_related_article_has_its_rank_score_and_reasons(
    make_article, django_assert_num_queries
):
    source, target, other = make_article("A"), make_article("B"), make_article("C")
    RelatedArticle.objects.create(source=target, target=source, rank=3, score=0.1, reasons=[])
    RelatedArticle.objects.create(source=source, target=target, rank=1, score=0.5, reasons=REASONS)
    RelatedArticle.objects.create(source=source, target=other, rank=2, score=0.2, reasons=[])

    with django_assert_num_queries(1):
        shown = [(its, its.rank, its.score, its.reasons) for its in related_to(source)]

    assert shown == [(target, 1, 0.5, REASONS), (other, 2, 0.2, [])]


def test_what_is_shown_before_a_build_says_that_it_is_a_fallback(make_article):
    source = make_article(topics=["Sleep"])
    older, newer = make_article(topics=["Sleep"]), make_article()

    shown = [(its, its.rank, its.score, its.reasons) for its in related_to(source)]

    assert shown == [
        (older, 1, 0.0, [{"signal": "fallback", "why": "same topic"}]),
        (newer, 2, 0.0, [{"signal": "fallback", "why": "newest"}]),
    ]
