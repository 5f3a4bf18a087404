"""What lists of related articles are known to get wrong, one test for each fault."""

from itertools import pairwise
from unittest import mock

from articles.models import Article
from recommendations import services
from recommendations.index import TfidfIndex
from recommendations.models import SHOWN, RelatedArticle
from recommendations.shown import related_to

from .read_more import NO_DRIFT, make_subjects, targets

WORDS = "kidney liver spleen tendon muscle artery retina cornea eardrum thyroid".split()
DISCLAIMER = "Always ask your own doctor before you act on what you have read on this site."
ON_LUNGS = "<p>Asthma narrows the airways of the lungs; an inhaler opens them.</p>"


def test_no_draft_is_recommended_nor_anything_else_that_is_not_public(make_article, commit):
    for status in (Article.Status.DRAFT, Article.Status.WITHDRAWN):
        make_article(f"Asthma {status}", body=ON_LUNGS, status=status)
    public = [make_article(f"Asthma {number}", body=ON_LUNGS) for number in range(3)]
    services.build("en")
    # One leaves without any refresh.
    public[2].unpublish()

    assert related_to(public[0]) == [public[1]]


def test_the_order_of_a_list_is_not_lost_when_it_is_read(make_article):
    # Ids, titles and times are in another order than ranks.
    articles = [make_article(title) for title in "CABDE"]
    ranks = {2: 1, 4: 2, 1: 3, 3: 4}
    RelatedArticle.objects.bulk_create(
        RelatedArticle(
            source=articles[0], target=articles[number], rank=rank, score=1 / rank, reasons=[]
        )
        for number, rank in sorted(ranks.items())
    )

    assert related_to(articles[0]) == [articles[number] for number in ranks]


def test_no_row_of_an_old_fit_is_left_behind(make_article):
    articles = make_subjects(make_article, 4)
    services.build("en")
    old = set(RelatedArticle.objects.values_list("pk", flat=True))
    Article.objects.filter(pk__in=[one.pk for one in articles["gout"]]).update(body=ON_LUNGS)

    services.build("en")

    assert not RelatedArticle.objects.filter(pk__in=old).exists()
    ranks = RelatedArticle.objects.filter(source=articles["flu"][0]).values_list("rank", flat=True)
    assert sorted(ranks) == list(range(1, len(ranks) + 1))


def test_the_neighbors_of_a_changed_article_are_refreshed(make_article, commit):
    articles = make_subjects(make_article, 4)
    services.build("en")
    moved, left, joined = articles["gout"][0], articles["gout"][1], articles["flu"][0]
    assert moved in targets(left)[:3]

    with NO_DRIFT, commit():
        moved.title, moved.body = "flu 5", joined.body
        moved.save()
        moved.publish()

    assert moved not in targets(left)[:3]
    assert moved in targets(joined)[:4]


def test_one_article_takes_one_place_however_many_sections_match(make_article):
    body = "".join(f"<h2>Asthma, part {number}</h2>{ON_LUNGS}" for number in range(40))
    long = make_article("All about asthma", body=body)
    make_subjects(make_article, 2)
    source = make_article("Asthma", body=ON_LUNGS)

    services.build("en")

    shown = related_to(source)
    assert shown[0] == long
    assert len(set(shown)) == len(shown) == SHOWN


def test_copies_of_one_article_do_not_fill_a_list(make_article):
    text = f"<p>{' '.join(WORDS)}.</p>"
    source = make_article("Anatomy", body=text)
    copies = [make_article("Organs", body=f"{text}{ON_LUNGS}") for _ in range(4)]
    others = [
        make_article(f"On the {word}", body=f"<p>The {word}, and one more: the {other}.</p>")
        for word, other in pairwise(WORDS)
    ]

    services.build("en")

    shown = related_to(source)
    assert len(set(shown) & set(copies)) == 1
    assert len(set(shown) & set(others)) == 3


def test_nothing_is_fitted_anew_when_an_editor_publishes(make_article, commit):
    articles = make_subjects(make_article, 4)
    services.build("en")

    with NO_DRIFT, mock.patch.object(TfidfIndex, "fit") as fit, commit():
        new = make_article("gout 5", body=articles["gout"][0].body)

    fit.assert_not_called()
    assert new in targets(articles["gout"][0])


def test_faint_likeness_is_likeness_where_there_is_no_other(make_article):
    # Each shares one word of its forty with the next: far below any threshold one might set.
    bodies = [
        " ".join([f"word{n}link word{n + 1}link", *(f"only{n}x{m}" for m in range(40))])
        for n in range(6)
    ]
    articles = [make_article(f"T{n}", body=f"<p>{body}</p>") for n, body in enumerate(bodies)]

    services.build("en")

    rows = RelatedArticle.objects.filter(source=articles[2]).order_by("rank")[:2]
    assert {row.target for row in rows} == {articles[1], articles[3]}
    assert all(0 < row.score < 0.1 and row.reasons[0]["signal"] == "text" for row in rows)
    assert len(related_to(articles[2])) == SHOWN


def test_boilerplate_that_many_share_makes_no_hubs(make_article):
    # A quarter of the site has it: too few for its words to be left out as too common.
    hub = make_article("About these articles", body=f"<p>{DISCLAIMER}</p>")
    articles = {
        word: [
            make_article(
                f"{word} {number}",
                body=f"<p>The {word} at night.</p>{f'<p>{DISCLAIMER}</p>' if number < 3 else ''}",
            )
            for number in range(12)
        ]
        for word in WORDS
    }

    services.build("en")

    for of_word in articles.values():
        for article in of_word:
            assert hub not in related_to(article)
            assert set(related_to(article)) <= set(of_word)
