"""Columns that the list of SIM cards is sorted by, users' columns of it, and which list a saved view is of.

No table is rebuilt: SQLite would do so for each column, and lose what triggers do with the search index. The defaults
stay in the database.
"""

from typing import Any

from django.db import migrations, models

from cancellations.models.order_columns import BytewiseField


class AddColumn(migrations.AddField):
    """A column of text that nobody has to wait for."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        field, quoted = model._meta.get_field(self.name), schema_editor.connection.ops.quote_name
        told = field.db_parameters(connection=schema_editor.connection)
        collation = f" COLLATE {quoted(told['collation'])}" if told.get("collation") else ""
        default = schema_editor.quote_value(field.get_default())
        schema_editor.execute(
            f"ALTER TABLE {quoted(model._meta.db_table)} ADD COLUMN {quoted(field.column)}"
            f" {told['type']}{collation} DEFAULT {default} NOT NULL"
        )


CARD_ORDERS = {
    "order_title": BytewiseField(blank=True, max_length=48),
    "order_number": BytewiseField(blank=True, help_text="masked, as lists show it", max_length=48),
    "order_carrier": BytewiseField(blank=True, max_length=48),
    "order_fee": BytewiseField(
        blank=True, help_text="currency first: amounts of two are not compared", max_length=20
    ),
    "order_holder": BytewiseField(blank=True, max_length=48),
    "order_plan": BytewiseField(blank=True, max_length=48),
}


class Migration(migrations.Migration):
    dependencies = [("cancellations", "0002_search_index")]

    operations = [
        AddColumn("savedview", "listing", models.CharField(
            default="requests", help_text="which list it filters", max_length=10
        )),
        AddColumn("user", "sim_columns", models.CharField(
            blank=True, help_text="the same of the list of SIM cards", max_length=100
        )),
        *(AddColumn("sim", name, field) for name, field in CARD_ORDERS.items()),
        migrations.AlterField("savedview", "query", models.CharField(
            blank=True, help_text="as the list's filter writes it", max_length=2000
        )),
    ]
