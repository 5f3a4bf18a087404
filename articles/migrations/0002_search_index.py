from django.db import migrations

CREATE = """
CREATE VIRTUAL TABLE articles_searchentry USING fts5(
    title, names, topics, summary, body, tokenize = 'porter unicode61 remove_diacritics 2'
)
"""
WEIGH = """
INSERT INTO articles_searchentry (articles_searchentry, rank)
VALUES ('rank', 'bm25(10.0, 8.0, 4.0, 3.0, 1.0)')
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.RunSQL([CREATE, WEIGH], "DROP TABLE articles_searchentry"),
    ]
