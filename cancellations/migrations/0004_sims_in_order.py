"""What the list of SIM cards is sorted by, for the cards that are there, and an index for each order.

In no transaction: a million cards take minutes, and what was broken off is begun anew. Nobody may write meanwhile who
does not know these columns.
"""

from typing import Any

from django.db import migrations, models, transaction

from cancellations.domain.identifiers import mask_digits, mask_msisdn
from cancellations.models.order_columns import COMPARED, cut, order_of_fee
from cancellations.models.sim import NAMELESS

AT_ONCE = 2_000
READ = ("id", "nickname", "holder", "msisdn", "iccid", "plan", "monthly_fee", "currency", "carrier_id")
COLUMNS = ("order_title", "order_number", "order_holder", "order_plan", "order_fee", "order_carrier")


class AddIndexBeside(migrations.AddIndex):
    """An index that is made while others write, and made anew if an earlier attempt broke off."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        database = schema_editor.connection
        beside = database.vendor == "postgresql" and not database.in_atomic_block
        name = database.ops.quote_name(self.index.name)
        if beside:
            schema_editor.execute("SET lock_timeout = 0")  # it waits for all who read, a backup too
        schema_editor.execute(f"DROP INDEX{' CONCURRENTLY' if beside else ''} IF EXISTS {name}")
        schema_editor.add_index(model, self.index, **({"concurrently": True} if beside else {}))
        if beside:
            schema_editor.execute("RESET lock_timeout")


def fill(apps: Any, schema_editor: Any) -> None:
    database = schema_editor.connection
    sims, carriers = (apps.get_model("cancellations", name).objects.using(database.alias) for name in ("sim", "carrier"))
    named: dict[int, str] = {}
    told = ", ".join(f"{name} = %s" for name in COLUMNS)
    sql, last = f"UPDATE {sims.model._meta.db_table} SET {told} WHERE id = %s", 0
    while rows := list(sims.filter(id__gt=last).order_by("id").values_list(*READ)[:AT_ONCE]):
        unknown = {row[-1] for row in rows} - named.keys()
        found = carriers.filter(id__in=unknown).values_list("id", "search_text") if unknown else []
        named |= {pk: text[:COMPARED] for pk, text in found}
        with transaction.atomic(using=database.alias), database.cursor() as cursor:
            cursor.executemany(sql, [_settled(named, *row) for row in rows])
        last = rows[-1][0]


def _settled(
    carriers: dict[int, str], pk: int, nickname: str, holder: str, msisdn: str, iccid: str, plan: str, fee: Any,
    currency: str, carrier: int,
) -> list[Any]:
    """As Sim.settle_texts does it."""
    number = mask_msisdn(msisdn) or mask_digits(iccid)
    texts = (nickname or number or holder or NAMELESS, number, holder, plan)
    return [*map(cut, texts), order_of_fee(fee, currency), carriers[carrier], pk]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cancellations", "0003_sim_list")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        *(
            AddIndexBeside("sim", models.Index(fields=["workspace", column, "id"], name=f"sim_by_{name}"))
            for name, column in (
                ("title", "order_title"),
                ("number", "order_number"),
                ("carrier", "order_carrier"),
                ("fee", "order_fee"),
                ("holder", "order_holder"),
                ("plan", "order_plan"),
                ("status", "status"),
            )
        ),
    ]
