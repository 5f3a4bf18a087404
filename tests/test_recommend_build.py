"""A full build, and what editors and other workers do while it is under way."""

import pytest

from articles.models import Article
from recommendations import meaning, services
from recommendations.models import ArticleVector, RelatedArticle

from .read_more import (
    NO_DRIFT,
    SUBJECTS,
    full_build_under_present_statistics,
    make_subjects,
    stored_lists,
    targets,
)

pytestmark = pytest.mark.django_db


def test_what_changes_while_lists_are_built_is_not_lost(make_article):
    articles = make_subjects(make_article, 4)
    gout, flu, sleep, acne = (articles[subject] for subject in SUBJECTS)

    def change_everything(stage, done, total):
        if (stage, done) != ("Comparing", 1):
            return
        gout[0].body = SUBJECTS["flu"]
        gout[0].save()
        gout[0].publish()
        flu[0].delete()
        sleep[0].unpublish()
        acne[0].language = "es"
        acne[0].save()
        acne[0].publish()
        make_article("Gout, new", body=SUBJECTS["gout"])

    with NO_DRIFT:
        services.build("en", progress=change_everything)

    assert stored_lists() == full_build_under_present_statistics()
    assert set(targets(flu[1])[:3]) == {gout[0], flu[2], flu[3]}


def test_what_another_worker_refreshes_while_lists_are_built_is_not_lost(make_article):
    make_subjects(make_article, 4)
    services.build("en")

    def publish_and_refresh(stage, done, total):
        if (stage, done) == ("Comparing", 1):
            make_article("Gout, new", body=SUBJECTS["gout"])
            services.refresh("en")

    with NO_DRIFT:
        make_article("Flu, new", body="<p>Influenza and quite other words: teapot, spoon.</p>")
        services.build("en", progress=publish_and_refresh)

    assert stored_lists() == full_build_under_present_statistics()


def test_what_is_deleted_while_lists_are_built_is_on_none(make_article):
    articles = make_subjects(make_article, 4)
    deleted = articles["gout"][0]
    pk = deleted.pk

    def delete(stage, done, total):
        if (stage, done) == ("Comparing", 1):
            deleted.delete()

    with NO_DRIFT:
        services.build("en", progress=delete)

    assert not RelatedArticle.objects.filter(target=pk).exists()
    assert stored_lists() == full_build_under_present_statistics()


def test_what_is_deleted_while_lists_are_built_leaves_no_vector_of_an_older_build(
    make_article, monkeypatch
):
    # The next build finds another number of components, which vectors of the first do not fit.
    monkeypatch.setattr(meaning, "LEAST_DOCUMENTS", 10)
    deleted = make_subjects(make_article, 4)["gout"][0]
    services.build("en")
    make_subjects(make_article, 4)

    def delete(stage, done, total):
        if (stage, done) == ("Comparing", 1):
            deleted.delete()

    with NO_DRIFT:
        services.build("en", progress=delete)

    assert stored_lists() == full_build_under_present_statistics()
    assert ArticleVector.objects.count() == Article.objects.count()


def test_a_full_build_forgets_what_is_no_longer_public(make_article):
    withdrawn = make_subjects(make_article, 4)["gout"][0]
    services.build("en")
    withdrawn.unpublish()

    services.build("en")

    assert not ArticleVector.objects.filter(article=withdrawn).exists()
