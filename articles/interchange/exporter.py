"""An export: articles become records, and a writer makes lines of them."""

from ..models import Article
from .records import as_record, with_parts
from .writers import WRITERS

BATCH = 500


def export_lines(form):
    """Yield the text of each article, whatever its status, in the format named `form`.

    In the order of identifiers, which is the same wherever the articles are.
    """
    articles = with_parts(Article.objects.order_by("identifier"))
    records = (as_record(article) for article in articles.iterator(chunk_size=BATCH))
    return WRITERS[form](records)
