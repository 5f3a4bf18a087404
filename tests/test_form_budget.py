"""What opening the form of a long article costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Authorship, Person, Presence, Question, Reference, Revision
from articles.revisions import content_of, record, save_draft

from .test_admin import change

# They ask for nothing.
TRANSACTION = ("BEGIN", "ROLLBACK", "SAVEPOINT", "RELEASE")


@pytest.fixture
def long_article(make_article):
    """Five thousand words and thirty questions, with a history and unpublished changes."""
    sections = "".join(f"<h2>Part {n}</h2><p>{'word ' * 250}</p>" for n in range(20))
    article = make_article("Asthma", body=sections, topics=[f"Topic {n}" for n in range(5)])
    for number in range(30):
        Question.objects.create(
            article=article,
            position=number,
            question=f"Question {number}?",
            answer=f"<p>{'answer ' * 50}</p>",
        )
    for number in range(20):
        Reference.objects.create(article=article, position=number, text=f"Source {number}")
    for number in range(3):
        Authorship.objects.create(
            article=article, person=Person.objects.create(name=f"Author {number}")
        )
    record(article, Revision.Event.PUBLISHED)
    save_draft(article, content_of(article) | {"title": "Longer"})
    return article


def test_opening_the_form_of_a_long_article_takes_at_most_forty_queries(
    admin_client, long_article, make_article, django_user_model
):
    make_article(body=f'<p><a href="{long_article.get_absolute_url()}">here</a></p>')
    tom = django_user_model.objects.create_superuser("tom")
    Presence.objects.note(user=tom, article=long_article)
    admin_client.get(change(long_article))  # what is asked once in a process
    with CaptureQueriesContext(connection) as captured:
        response = admin_client.get(change(long_article))
    assert "tom has this article open" in response.text
    assert "Question 29?" in response.text
    queries = [one["sql"] for one in captured if not one["sql"].startswith(TRANSACTION)]
    assert len(queries) <= 40, "\n".join(queries)
