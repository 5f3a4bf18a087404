import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0002_search_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Corpus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=10, unique=True, verbose_name="language")),
                ("built_at", models.DateTimeField(null=True, verbose_name="built")),
                ("n_documents", models.PositiveIntegerField(default=0, verbose_name="articles")),
                ("mean_similarity", models.FloatField(default=0, verbose_name="mean similarity")),
                ("terms", models.BinaryField(default=bytes, verbose_name="terms")),
                ("components", models.BinaryField(default=bytes, verbose_name="components")),
                ("parameters", models.JSONField(default=dict, verbose_name="parameters")),
            ],
            options={
                "verbose_name": "corpus",
                "verbose_name_plural": "corpora",
            },
        ),
        migrations.CreateModel(
            name="ArticleVector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "requested",
                    models.PositiveBigIntegerField(default=0, verbose_name="changes requested"),
                ),
                ("built", models.PositiveBigIntegerField(default=0, verbose_name="changes built")),
                ("is_fitted", models.BooleanField(default=False, verbose_name="fitted")),
                ("columns", models.BinaryField(default=bytes, verbose_name="columns")),
                ("weights", models.BinaryField(default=bytes, verbose_name="weights")),
                ("meaning", models.BinaryField(default=bytes, verbose_name="meaning")),
                ("tokens", models.BinaryField(default=bytes, verbose_name="tokens")),
                ("facts", models.BinaryField(default=bytes, verbose_name="facts")),
                (
                    "entry_score",
                    models.FloatField(default=0, verbose_name="score to enter the list"),
                ),
                (
                    "article",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="vectors",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "article vector",
                "verbose_name_plural": "article vectors",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "article"), name="article_vector_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RelatedArticle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        help_text="From 1, the best.", verbose_name="rank"
                    ),
                ),
                (
                    "score",
                    models.FloatField(
                        help_text="From 0 to 1; 0 in a fallback.", verbose_name="score"
                    ),
                ),
                (
                    "reasons",
                    models.JSONField(
                        help_text="A list of objects with a signal each.", verbose_name="reasons"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_items",
                        to="articles.article",
                        verbose_name="source",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="related_from_items",
                        to="articles.article",
                        verbose_name="target",
                    ),
                ),
            ],
            options={
                "verbose_name": "related article",
                "verbose_name_plural": "related articles",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "target"), name="related_source_target_unique"
                    ),
                    models.UniqueConstraint(
                        fields=("source", "rank"), name="related_source_rank_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="related_not_self",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__gte", 1)), name="related_rank_from_1"
                    ),
                ],
            },
        ),
    ]
