import django.db.models.deletion
from django.db import migrations, models

import articles.languages

TABLES = ("articles_searchname", "articles_searchword")

# The columns hold terms, made by articles.search.text in every language alike.
SQLITE = [
    "DROP TABLE articles_searchentry",
    """
    CREATE VIRTUAL TABLE articles_searchentry USING fts5(
        title, names, topics, summary, body, tokenize = 'unicode61 remove_diacritics 0'
    )
    """,
    """
    INSERT INTO articles_searchentry (articles_searchentry, rank)
    VALUES ('rank', 'bm25(10.0, 8.0, 4.0, 3.0, 1.0)')
    """,
]
# A space before and after, so that the beginning of a word is a trigram, too.
SQLITE_TRIGRAMS = [
    "CREATE VIRTUAL TABLE {0}_trigrams USING fts5(folded, content = '', tokenize = 'trigram')",
    """
    CREATE TRIGGER {0}_trigrams_insert AFTER INSERT ON {0} BEGIN
        INSERT INTO {0}_trigrams (rowid, folded) VALUES (new.id, ' ' || trim(new.folded) || ' ');
    END
    """,
    """
    CREATE TRIGGER {0}_trigrams_delete AFTER DELETE ON {0} BEGIN
        INSERT INTO {0}_trigrams ({0}_trigrams, rowid, folded)
        VALUES ('delete', old.id, ' ' || trim(old.folded) || ' ');
    END
    """,
]
POSTGRESQL = [
    "DROP TABLE articles_searchentry",
    "DROP TEXT SEARCH CONFIGURATION articles_english, articles_spanish, articles_simple",
    "DROP TEXT SEARCH DICTIONARY articles_english, articles_spanish",
    # Trusted: the database's owner may create it.
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """
    CREATE TABLE articles_searchentry (
        rowid bigint PRIMARY KEY REFERENCES articles_article DEFERRABLE INITIALLY DEFERRED,
        vector tsvector NOT NULL
    )
    """,
    "CREATE INDEX articles_searchentry_vector ON articles_searchentry USING gin (vector)",
]
POSTGRESQL_TRIGRAMS = ["CREATE INDEX {0}_trigrams ON {0} USING gin (folded gin_trgm_ops)"]
CREATE = {
    "sqlite": (SQLITE, SQLITE_TRIGRAMS),
    "postgresql": (POSTGRESQL, POSTGRESQL_TRIGRAMS),
}


def create(apps, schema_editor):
    statements, trigrams = CREATE[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)
    for table in TABLES:
        for statement in trigrams:
            schema_editor.execute(statement.format(table))


def drop_trigrams(apps, schema_editor):
    """What else was made goes with the tables it belongs to."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"DROP TABLE {table}_trigrams")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_api_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=articles.languages.language_choices, max_length=10),
                ),
                ("folded", models.CharField(max_length=40)),
                ("word", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("language"), models.F("folded"), name="search_word_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UnansweredQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "language",
                    models.CharField(
                        choices=articles.languages.language_choices,
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("words", models.CharField(max_length=80, verbose_name="words")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="searches")),
            ],
            options={
                "verbose_name": "search without a result",
                "verbose_name_plural": "searches without a result",
                "ordering": ["-day", "-count", "words"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("day"),
                        models.F("language"),
                        models.F("words"),
                        name="unanswered_query_once_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PromotedResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        help_text=(
                            "What readers type, the whole of it. Case, accents, endings and the "
                            "order of the words do not matter."
                        ),
                        max_length=80,
                        verbose_name="words",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=articles.languages.language_choices,
                        default=articles.languages.default_language,
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Of several articles, the lowest comes first.",
                        verbose_name="order",
                    ),
                ),
                ("terms", models.CharField(db_index=True, editable=False, max_length=300)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promotions",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "promoted result",
                "verbose_name_plural": "promoted results",
                "ordering": ["language", "words", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("language"),
                        models.F("terms"),
                        models.F("article"),
                        name="promoted_result_once",
                        violation_error_message="The article is promoted for these words already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("terms", ""), _negated=True),
                        name="promoted_result_has_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("is_title", models.BooleanField()),
                ("letter", models.CharField(max_length=3)),
                ("folded", models.CharField(max_length=300)),
                ("terms", models.CharField(db_index=True, max_length=300)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_names",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["letter", "article"], name="search_name_letter_idx")
                ],
            },
        ),
        migrations.RunPython(create, drop_trigrams),
    ]
