"""Errands that sort the rows of a carrier by its new name; nothing changes in the database."""

from django.db import migrations, models

_KINDS = ("import", "opening", "bulk", "letters", "export", "dossiers", "archive", "sorting")


class Migration(migrations.Migration):
    dependencies = [("cancellations", "0006_sims_by_kind")]

    operations = [
        migrations.AlterField(
            model_name="errand",
            name="kind",
            field=models.CharField(choices=[(kind, kind.upper()) for kind in _KINDS], max_length=8),
        )
    ]
