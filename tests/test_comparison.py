"""Two revisions of an article, side by side."""

import re

import pytest
from django.urls import reverse

from .test_admin import change, form_data, staff


@pytest.fixture
def editor(client, db):
    client.force_login(staff())
    return client


def page(name, article):
    return reverse(f"admin:{name}", args=[article.pk])


def saved(editor, article, **fields):
    return editor.post(change(article), form_data(article, **fields), follow=True)


def test_two_revisions_are_compared_side_by_side(editor, make_article):
    article = make_article("Asthma", body="<p>It comes and goes.</p>")
    saved(editor, article, body="<p>It comes <strong>often</strong>.</p>", _continue="1")
    response = editor.get(page("article-compare", article), {"before": "2", "after": "1"})
    (difference,) = response.context["differences"]
    assert "and goes" in difference.before
    assert "<ins>" not in difference.before
    assert "<ins>" in difference.after
    assert "often" in difference.after
    assert "and goes" not in difference.after


def test_a_card_of_another_urgency_is_seen_in_the_comparison(editor, make_article):
    card = '<div class="care-card care-card-{}"><p>Go to a hospital.</p></div>'
    article = make_article("Asthma", body=card.format("urgent"))
    saved(editor, article, body=card.format("emergency"), _continue="1")
    response = editor.get(page("article-compare", article), {"before": "1", "after": "2"})
    (difference,) = response.context["differences"]
    assert "<del>Urgent advice</del>" in difference.before
    assert "<ins>Emergency</ins>" in difference.after
    assert "care-card-emergency" not in difference.before


def test_the_newest_two_revisions_are_those_to_compare(editor, make_article):
    article = make_article("Asthma")
    for title in ("Longer", "Longest"):
        saved(editor, article, title=title, _continue="1")
    chosen = re.findall(
        r'name="(before|after)" value="(\d)" checked',
        editor.get(page("article-revisions", article)).text,
    )
    assert chosen == [("after", "3"), ("before", "2")]


def test_what_is_compared_is_escaped(editor, make_article):
    article = make_article("Asthma")
    saved(editor, article, title="<script>alert(1)</script>", _continue="1")
    response = editor.get(page("article-compare", article), {"before": "1", "after": "2"})
    assert "<script>alert" not in response.text
