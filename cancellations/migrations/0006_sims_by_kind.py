"""The index by which the list of SIM cards is sorted by their kind."""

from importlib import import_module

from django.db import migrations, models

AddIndexBeside = import_module("cancellations.migrations.0004_sims_in_order").AddIndexBeside


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cancellations", "0005_late_charge")]

    operations = [AddIndexBeside("sim", models.Index(fields=["workspace", "kind", "id"], name="sim_by_kind"))]
