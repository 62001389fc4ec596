"""The index that searches read; see cancellations/models/search_index.py."""

from typing import Any

from django.db import migrations

from cancellations.models import search_index


def make(apps: Any, schema_editor: Any) -> None:
    search_index.make(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    search_index.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cancellations", "0001_initial")]

    operations = [migrations.RunPython(make, remove)]
