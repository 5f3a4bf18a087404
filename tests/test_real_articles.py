"""The main job on real input: all 1,016 articles, each with its four."""

import pytest
from django.core.management import call_command
from lxml import html

from articles.models import Article
from tests.conftest import shared_file


@pytest.fixture
def real_site(db):
    call_command("import_articles", shared_file("data/medlineplus.en.jsonl.gz"), verbosity=0)
    call_command("build_recommendations", verbosity=0)


def test_each_real_article_is_shown_with_four_related_ones_in_eight_queries_at_most(
    client, real_site, django_assert_max_num_queries
):
    articles = list(Article.objects.published())
    assert len(articles) == 1016
    addresses = {article.get_absolute_url() for article in articles}
    for address in addresses:
        with django_assert_max_num_queries(8):
            response = client.get(address)
        assert response.status_code == 200, address
        page = html.fromstring(response.content)
        links = page.xpath("//section[contains(@class, 'related')]//a/@href")
        assert len(links) == 4, address
        assert len({*links, address}) == 5, address
        assert addresses.issuperset(links), address
