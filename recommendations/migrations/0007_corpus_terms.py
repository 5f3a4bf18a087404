import django.db.models.deletion
from django.db import migrations, models


def ask_for_full_builds(apps, schema_editor):
    """Let the next refresh take statistics anew, as these have lost their terms."""
    apps.get_model("recommendations", "Corpus").objects.update(parameters={})


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0006_counts_by_signals_and_trial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CorpusTerms",
            fields=[
                (
                    "corpus",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="terms",
                        serialize=False,
                        to="recommendations.corpus",
                        verbose_name="corpus",
                    ),
                ),
                ("vocabulary", models.BinaryField(verbose_name="vocabulary")),
                ("components", models.BinaryField(verbose_name="components")),
            ],
            options={
                "verbose_name": "terms of a corpus",
                "verbose_name_plural": "terms of corpora",
            },
        ),
        migrations.RemoveField(model_name="corpus", name="components"),
        migrations.RemoveField(model_name="corpus", name="terms"),
        migrations.RunPython(
            ask_for_full_builds, migrations.RunPython.noop, elidable=True, atomic=True
        ),
    ]
