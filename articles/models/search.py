"""The full-text index: an FTS5 table of SQLite's, one row for each article."""

from django.db import models

# In the table's order. Their weights, bm25()'s, are stored in the table itself.
COLUMNS = ("title", "names", "topics", "summary", "body")


class SearchEntry(models.Model):
    """What search reads of one article; written by `articles.search`, made by a migration.

    FTS5 gives each table two hidden columns: one of the table's own name, to match against, and
    `rank`, which holds the match's bm25 (the lower, the better).
    """

    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        db_column="rowid",
        related_name="search_entry",
    )
    entry = models.TextField(db_column="articles_searchentry")
    rank = models.FloatField()

    class Meta:
        managed = False
        db_table = "articles_searchentry"

    def __str__(self):
        return str(self.article)


@models.TextField.register_lookup
class Match(models.Lookup):
    """`entry__match`: FTS5's MATCH operator; the right side is in its query language."""

    lookup_name = "match"

    def as_sql(self, compiler, connection):
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} MATCH {right}", (*left_params, *right_params)
