"""The editors' word: what they pin, exclude or never want recommended."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from recommendations import services
from recommendations.models import ArticleVector, Exclusion, NeverRecommended, Pin, RelatedArticle

from .read_more import (
    NO_DRIFT,
    full_build_under_present_statistics,
    make_subjects,
    signals_of,
    stored_lists,
    targets,
)
from .test_recommend_tag import titles


@pytest.fixture
def corpus(make_article):
    articles = make_subjects(make_article, 5)
    services.build("en")
    with NO_DRIFT:
        yield articles


def test_pins_come_first_in_the_editors_order(corpus, commit):
    source, *others = corpus["gout"]
    flu, acne = corpus["flu"][0], corpus["acne"][0]
    with commit():
        Pin.objects.create(source=source, target=flu, position=2)
        Pin.objects.create(source=source, target=acne, position=1)

    assert targets(source)[:2] == [acne, flu]
    assert set(targets(source)[2:6]) == set(others)
    assert signals_of(source)[:3] == ["pin", "pin", "text"]
    row = RelatedArticle.objects.get(source=source, rank=1)
    assert (row.score, row.reasons) == (0, [{"signal": "pin"}])
    assert stored_lists() == full_build_under_present_statistics()


def test_a_pinned_neighbor_is_on_the_list_once(corpus, commit):
    source, *others = corpus["gout"]
    with commit():
        Pin.objects.create(source=source, target=others[3])

    assert targets(source)[0] == others[3]
    assert targets(source).count(others[3]) == 1


def test_unpinning_gives_back_the_list_there_was(corpus, commit):
    before = stored_lists()
    with commit():
        pin = Pin.objects.create(source=corpus["gout"][0], target=corpus["flu"][0])
    assert stored_lists() != before
    with commit():
        pin.delete()

    assert stored_lists() == before


def test_a_pin_changes_one_list_only(corpus, commit):
    source = corpus["gout"][0]
    before = stored_lists()
    with commit():
        Pin.objects.create(source=source, target=corpus["flu"][0])

    after = stored_lists()
    assert {pk for pk in after if after[pk] != before[pk]} == {source.pk}


def test_a_pin_to_an_article_that_is_not_public_waits_until_it_is(corpus, commit):
    source, flu = corpus["gout"][0], corpus["flu"][0]
    with commit():
        flu.unpublish()
    with commit():
        Pin.objects.create(source=source, target=flu)
    assert flu not in targets(source)

    with commit():
        flu.publish()

    assert targets(source)[0] == flu
    assert stored_lists() == full_build_under_present_statistics()


def test_an_excluded_article_leaves_the_list_of_the_source_alone(corpus, commit):
    source, other = corpus["gout"][:2]
    with commit():
        Exclusion.objects.create(source=source, target=other)

    assert other not in targets(source)
    assert source in targets(other)
    assert stored_lists() == full_build_under_present_statistics()


def test_an_exclusion_both_ways_changes_both_lists_and_so_does_its_end(corpus, commit):
    source, other = corpus["gout"][:2]
    before = stored_lists()
    with commit():
        exclusion = Exclusion.objects.create(source=source, target=other, both_ways=True)
    assert other not in targets(source)
    assert source not in targets(other)
    assert stored_lists() == full_build_under_present_statistics()

    with commit():
        exclusion.both_ways = False
        exclusion.save()
    assert source in targets(other)
    with commit():
        exclusion.delete()
    assert stored_lists() == before


def test_what_is_never_recommended_leaves_all_lists_and_comes_back(corpus, commit):
    gout = corpus["gout"][0]
    before = stored_lists()
    with commit():
        never = NeverRecommended.objects.create(article=gout)

    assert not RelatedArticle.objects.filter(target=gout).exists()
    assert targets(gout)
    assert stored_lists() == full_build_under_present_statistics()
    with commit():
        never.delete()
    assert stored_lists() == before


def test_no_exclusion_is_broken_by_a_pin(corpus, commit):
    source, other, third = corpus["gout"][:3]
    with commit():
        for target in (other, third):
            Pin.objects.create(source=source, target=target)
        Exclusion.objects.create(source=source, target=other)
        NeverRecommended.objects.create(article=third)

    assert not {other, third} & set(targets(source))


def test_the_fallback_keeps_to_the_rules(make_article):
    lonely = make_article("Gout", body="<p>Gout</p>", topics=["Joints"])
    knees, hips = (make_article(name, body="<p>Bend</p>", topics=["Joints"]) for name in "ab")
    Exclusion.objects.create(source=knees, target=lonely, both_ways=True)
    NeverRecommended.objects.create(article=hips)
    services.build("en")

    assert targets(lonely) == []
    assert titles(lonely) == []


@pytest.mark.parametrize("built", [True, False])
def test_the_page_obeys_at_once_though_no_worker_ran(
    make_article, built, django_assert_max_num_queries
):
    source, *others = (make_article(f"G{n}", body="<p>Gout hurts.</p>") for n in range(8))
    if built:
        services.build("en")
    assert "G1" in titles(source, limit=9)
    with transaction.atomic():  # nothing is enqueued before the commit
        Exclusion.objects.create(source=source, target=others[0])
        Exclusion.objects.create(source=others[1], target=source, both_ways=True)
        Exclusion.objects.create(source=others[2], target=source)
        NeverRecommended.objects.create(article=others[3])

        with django_assert_max_num_queries(1 if built else 2):
            shown = set(titles(source, limit=9))
        assert shown == {"G3", "G5", "G6", "G7"}
        if built:
            rows = RelatedArticle.objects.visible().filter(source=source)
            assert {row.target.title for row in rows} == shown


def test_deleting_an_article_takes_its_rules_along(corpus, commit):
    source, other, third = corpus["gout"][:3]
    Pin.objects.create(source=source, target=other)
    Exclusion.objects.create(source=other, target=third, both_ways=True)
    NeverRecommended.objects.create(article=other)
    with commit():
        other.delete()

    rules = (Pin, Exclusion, NeverRecommended)
    assert not any(rule.objects.exists() for rule in rules)
    assert not ArticleVector.objects.filter(article=None).exists()
    assert stored_lists() == full_build_under_present_statistics()


@pytest.mark.parametrize("rule", [Pin, Exclusion])
def test_a_rule_is_about_two_articles_of_one_language_and_made_once(make_article, rule):
    source, target = make_article(), make_article()
    spanish = make_article(language="es")
    with pytest.raises(ValidationError, match="same language"):
        rule(source=source, target=spanish).full_clean()
    with pytest.raises(ValidationError, match="its own list"):
        rule(source=source, target=source).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.objects.create(source=source, target=source)
    made = rule.objects.create(source=source, target=target)
    assert str(made) == f"{source} → {target}"
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.objects.create(source=source, target=target)


def test_who_made_a_rule_may_leave_and_the_rule_stays(make_article, django_user_model):
    user = django_user_model.objects.create_user("editor")
    never = NeverRecommended.objects.create(article=make_article("Gout"), made_by=user)
    user.delete()
    never.refresh_from_db()

    assert never.made_by is None
    assert str(never) == "Gout"
