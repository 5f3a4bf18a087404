"""The search index: what `articles.search` writes of each published article, and reads."""

from django.db import models
from django.db.models import Exists, OuterRef

from ..languages import language_choices

# Of SQLite's table, in its order. Their weights, bm25()'s, are stored in the table itself.
COLUMNS = ("title", "names", "topics", "summary", "body")


class SearchEntry(models.Model):
    """The terms of one article: a full-text table that a migration makes, one on each database.

    On SQLite it is an FTS5 table of the columns above. FTS5 gives each table two hidden ones: one
    of the table's own name, to match against, and `rank`, which holds the match's bm25 (the lower,
    the better). On PostgreSQL it has a vector, a tsvector, of all columns.
    """

    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.CASCADE,
        primary_key=True,
        db_column="rowid",
        related_name="search_entry",
    )
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


class SearchMatch(models.Model):
    """The same on SQLite, only for reading: a view that SQLite cannot look into by article.

    It would, and match the text of every public article, one by one, where it had better look up
    the articles of those texts that match.
    """

    article = models.OneToOneField(
        "articles.Article",
        on_delete=models.DO_NOTHING,  # its entry is deleted
        primary_key=True,
        db_column="rowid",
        related_name="search_match",
    )
    entry = models.TextField()
    rank = models.FloatField()

    class Meta:
        managed = False
        db_table = "articles_searchmatch"

    def __str__(self):
        return str(self.article)


class SearchNameQuerySet(models.QuerySet):
    def of(self, articles):
        """Only names of `articles`, which are looked up for each name, not all of them first."""
        return self.filter(Exists(articles.filter(pk=OuterRef("article_id"))))


class SearchName(models.Model):
    """A name of an article, its title included: for exact matches, suggestions and A to Z."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="search_names"
    )
    name = models.CharField(max_length=300)
    is_title = models.BooleanField()
    letter = models.CharField(max_length=3)
    # Without case and accents, a space before each word and after the last: " ho" begins one.
    folded = models.CharField(max_length=300)
    terms = models.CharField(max_length=300, db_index=True)

    objects = SearchNameQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["letter", "article"], name="search_name_letter_idx")]

    def __str__(self):
        return self.name


class SearchWord(models.Model):
    """A word that an article has or had: what a mistyped one may be meant to be."""

    language = models.CharField(max_length=10, choices=language_choices)
    folded = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint("language", "folded", name="search_word_unique")]

    def __str__(self):
        return self.word


@models.TextField.register_lookup
class Match(models.Lookup):
    """`entry__match`: FTS5's MATCH operator; the right side is in its query language."""

    lookup_name = "match"

    def as_sql(self, compiler, connection):
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} MATCH {right}", (*left_params, *right_params)
