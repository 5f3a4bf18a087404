import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import articles.languages


def language_field():
    return models.CharField(
        choices=articles.languages.language_choices,
        default=articles.languages.default_language,
        max_length=10,
        verbose_name="language",
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_outline_and_key_facts")]

    operations = [
        migrations.AlterField("article", "language", language_field()),
        migrations.AlterField("topic", "language", language_field()),
        migrations.AddField(
            "topic",
            "parent",
            models.ForeignKey(
                blank=True,
                help_text="The wider topic whose page leads to this one.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="children",
                to="articles.topic",
                verbose_name="part of",
            ),
        ),
        migrations.AddConstraint(
            "topic",
            models.CheckConstraint(
                condition=models.Q(("parent", None))
                | models.Q(("parent", models.F("pk")), _negated=True),
                name="topic_not_its_own_parent",
                violation_error_message="A topic cannot be part of itself.",
            ),
        ),
        migrations.CreateModel(
            name="Feature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="The lowest number comes first.",
                        verbose_name="order",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="features",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        help_text=(
                            "The topic whose page shows it. Without one, the home page does."
                        ),
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="features",
                        to="articles.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "featured article",
                "verbose_name_plural": "featured articles",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("article"),
                        condition=models.Q(("topic", None)),
                        name="feature_once_on_home",
                        violation_error_message="This article is on the home page already.",
                    ),
                    models.UniqueConstraint(
                        models.F("article"),
                        models.F("topic"),
                        name="feature_once_on_topic",
                        violation_error_message="This article is on this topic's page already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("helpful", models.PositiveIntegerField(default=0)),
                ("not_helpful", models.PositiveIntegerField(default=0)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedback_counts",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("article"), models.F("day"), name="feedback_count_one_a_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                (
                    "day",
                    models.DateField(
                        db_index=True,
                        default=django.utils.timezone.localdate,
                        verbose_name="day",
                    ),
                ),
                ("helpful", models.BooleanField(verbose_name="helpful")),
                ("text", models.TextField(max_length=1000, verbose_name="comment")),
                ("is_done", models.BooleanField(default=False, verbose_name="done")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedback_comments",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "reader's comment",
                "verbose_name_plural": "readers' comments",
                "ordering": ["-day", "-pk"],
                "default_permissions": ("view", "change", "delete"),
            },
        ),
    ]
