"""The full-text index: a table with one row for each article, another one on each database."""

from django.db import models

# Of SQLite's table, in its order. Their weights, bm25()'s, are stored in the table itself.
COLUMNS = ("title", "names", "topics", "summary", "body")


class SearchEntry(models.Model):
    """What search reads of one article; written by `articles.search`, made by a migration.

    On SQLite it is an FTS5 table of the columns above. FTS5 gives each table two hidden ones: one
    of the table's own name, to match against, and `rank`, which holds the match's bm25 (the lower,
    the better). On PostgreSQL it has the text of the body and a vector, a tsvector, of all texts.
    """

    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        db_column="rowid",
        related_name="search_entry",
    )
    # On both.
    body = models.TextField()
    # On SQLite.
    entry = models.TextField(db_column="articles_searchentry")
    rank = models.FloatField()
    # On PostgreSQL; its own type of field would not load without the driver.
    vector = models.TextField()

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
