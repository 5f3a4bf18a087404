import django.db.models.deletion
from django.db import migrations, models

CREATE = """
CREATE VIEW articles_searchmatch AS
SELECT rowid + 0 AS rowid, articles_searchentry AS entry, rank FROM articles_searchentry
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP VIEW articles_searchmatch")


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_expires_index")]

    operations = [
        migrations.CreateModel(
            name="SearchMatch",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        db_column="rowid",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="search_match",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("entry", models.TextField()),
                ("rank", models.FloatField()),
            ],
            options={"db_table": "articles_searchmatch", "managed": False},
        ),
        migrations.RunPython(create, drop),
    ]
