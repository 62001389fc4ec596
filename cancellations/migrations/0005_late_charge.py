"""A charge found after closing waits to be looked at as a charge, no longer as a late reply."""

from typing import Any

from django.db import migrations, models
from django.db.models import F

_REPLY, _CHARGE = "review_late_reply", "review_late_charge"  # actions, as they are kept


def tell_apart(apps: Any, schema_editor: Any) -> None:
    """A charge was kept as the day of a late reply. Whoever looks at it reads what else came on that day."""
    cases = apps.get_model("cancellations", "cancellation").objects.using(schema_editor.connection.alias)
    waiting = cases.filter(is_open=False, action=_REPLY, charged_on=F("late_reply_on"))
    waiting.update(late_charge_on=F("charged_on"), late_reply_on=None, action=_CHARGE)


def tell_together(apps: Any, schema_editor: Any) -> None:
    cases = apps.get_model("cancellations", "cancellation").objects.using(schema_editor.connection.alias)
    waiting = cases.filter(late_charge_on__isnull=False)
    waiting.update(late_reply_on=F("late_charge_on"), action=_REPLY)


class Migration(migrations.Migration):
    dependencies = [("cancellations", "0004_sims_in_order")]

    operations = [
        migrations.AddField("cancellation", "late_charge_on", models.DateField(null=True)),
        migrations.RunPython(tell_apart, tell_together, elidable=True),
    ]
