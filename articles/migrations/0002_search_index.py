from django.db import migrations

# Stemming as in the index's language, without stop words, so that "vitamin a" finds vitamin A.
CONFIGURE = """
CREATE TEXT SEARCH DICTIONARY articles_{language} (TEMPLATE = snowball, LANGUAGE = {language});
CREATE TEXT SEARCH CONFIGURATION articles_{language} (COPY = articles_simple);
ALTER TEXT SEARCH CONFIGURATION articles_{language}
    ALTER MAPPING FOR asciiword, word WITH unaccent, articles_{language};
"""
CREATE = {
    "sqlite": [
        """
        CREATE VIRTUAL TABLE articles_searchentry USING fts5(
            title, names, topics, summary, body, tokenize = 'porter unicode61 remove_diacritics 2'
        )
        """,
        """
        INSERT INTO articles_searchentry (articles_searchentry, rank)
        VALUES ('rank', 'bm25(10.0, 8.0, 4.0, 3.0, 1.0)')
        """,
    ],
    "postgresql": [
        # Trusted: the database's owner may create it.
        "CREATE EXTENSION IF NOT EXISTS unaccent",
        """
        CREATE TEXT SEARCH CONFIGURATION articles_simple (COPY = simple);
        ALTER TEXT SEARCH CONFIGURATION articles_simple
            ALTER MAPPING FOR asciiword, word WITH unaccent, simple;
        """,
        CONFIGURE.format(language="english"),
        CONFIGURE.format(language="spanish"),
        """
        CREATE TABLE articles_searchentry (
            rowid bigint PRIMARY KEY REFERENCES articles_article DEFERRABLE INITIALLY DEFERRED,
            body text NOT NULL,
            vector tsvector NOT NULL
        )
        """,
        "CREATE INDEX articles_searchentry_vector ON articles_searchentry USING gin (vector)",
    ],
}
DROP = {
    "sqlite": ["DROP TABLE articles_searchentry"],
    "postgresql": [
        "DROP TABLE articles_searchentry",
        "DROP TEXT SEARCH CONFIGURATION IF EXISTS"
        " articles_english, articles_spanish, articles_simple",
        "DROP TEXT SEARCH DICTIONARY IF EXISTS articles_english, articles_spanish",
    ],
}


def create(apps, schema_editor):
    _execute(CREATE, schema_editor)


def drop(apps, schema_editor):
    _execute(DROP, schema_editor)


def _execute(statements, schema_editor):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
