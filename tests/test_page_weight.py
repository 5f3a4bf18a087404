"""What a page costs a reader on a slow line."""

import gzip

import pytest
from playwright.sync_api import expect

from articles.models import Article

PARAGRAPHS = "".join(f"<p>What number {number} means for your sleep.</p>" for number in range(40))
LONG = "".join(f"<h2>Section {number}</h2>{PARAGRAPHS}" for number in range(12))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_article_takes_five_requests_and_thirty_kilobytes(make_article, page):
    make_article("Sleep", body=LONG, topics=["Sleep"])
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/articles/sleep/")
    # Both scripts have come, and run.
    expect(page.get_by_role("combobox")).to_be_visible()
    page.keyboard.press("End")
    expect(page.locator(".contents [aria-current]")).to_have_count(1)
    assert Article.objects.get().minutes >= 5
    # In tests static files come as they are; in production they are compressed at least this well.
    sizes = {answer.url: len(gzip.compress(answer.body())) for answer in answers}
    assert len(sizes) <= 5, sizes  # Chromium asks for the icon as often as it likes
    assert sum(sizes.values()) <= 30_000, sizes
