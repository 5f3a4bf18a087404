from django.db import migrations, models

import articles.languages


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_revisions_at_once")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="language",
            field=models.CharField(
                choices=articles.languages.language_choices,
                default=articles.languages.default_language,
                help_text="Of the credentials and the biography.",
                max_length=10,
                verbose_name="language",
            ),
        ),
    ]
