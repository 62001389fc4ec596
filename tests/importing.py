"""Importing a table of SIM cards as a person does: send it, name its columns, look at the preview, import it."""

import re
import uuid
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cancellations.domain.importing.columns import Column
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.exchange.importing.kept import keep
from cancellations.exchange.importing.proposal import first_options
from cancellations.exchange.importing.reading import look_at, rows_of
from cancellations.models import SimImport, User

AT = "/sims/import/"
HEADING = "Number,ICCID,Carrier,Note\n"
# as on cards of MegaFon, whose check digit is right
ICCIDS = ("89701020012345678906", "89701020012345678914", "89701020012345678922")


def table(*rows: str) -> str:
    return HEADING + "".join(f"{row}\n" for row in rows)


def key() -> dict[str, str]:
    return {"form_key": str(uuid.uuid4())}


def send(client: Client, content: str | bytes, name: str = "cards.csv", **fields: Any) -> Any:
    """The answer to an upload."""
    raw = content.encode() if isinstance(content, str) else content
    return client.post(AT, {**key(), "table": SimpleUploadedFile(name, raw), **fields})


def sent(client: Client, content: str | bytes, name: str = "cards.csv") -> SimImport:
    """An import that waits for its columns."""
    answer = send(client, content, name)
    assert answer.status_code == 303, answer.content.decode()[:3000]
    return SimImport.objects.get(pk=int(re.findall(r"\d+", answer["Location"])[-1]))


def columns(client: Client, one: SimImport, mapping: dict[int, Column] | None = None, **fields: Any) -> dict[str, Any]:
    """The columns form as it is shown, with some answers changed."""
    page = client.get(f"{AT}{one.pk}/?columns=1")
    form = page.context["form"]
    shown = {field.html_name: field.value() for field in form}
    named = {f"column_{place}": column.value for place, column in (mapping or {}).items()}
    data = {**shown, **named, **key(), **fields}
    return {name: value for name, value in data.items() if value not in (None, False)}


def choose(client: Client, one: SimImport, mapping: dict[int, Column] | None = None, **fields: Any) -> Any:
    """The answer to the columns form; what is done in the background is done at once."""
    answer = client.post(f"{AT}{one.pk}/", columns(client, one, mapping, **fields))
    work_off(PARTS)
    one.refresh_from_db()
    return answer


def previewed(client: Client, content: str | bytes, name: str = "cards.csv", **fields: Any) -> SimImport:
    """An import whose preview is there."""
    one = sent(client, content, name)
    answer = choose(client, one, **fields)
    assert answer.status_code == 303, answer.context["form"].errors
    return one


def run(client: Client, one: SimImport) -> SimImport:
    """The button Import, and the work after it."""
    assert client.post(f"{AT}{one.pk}/run/", key()).status_code == 303
    work_off(PARTS)
    one.refresh_from_db()
    return one


def imported(client: Client, content: str | bytes, name: str = "cards.csv", **fields: Any) -> SimImport:
    """All of it."""
    return run(client, previewed(client, content, name, **fields))


def counts(one: SimImport) -> tuple[int, int, int, int]:
    """How many rows were to be created, updated, left and refused."""
    found = one.found["counts"]
    return found["create"], found["update"], found["skip"], found["refuse"]


def import_of(owner: User, word: str) -> SimImport:
    """A table with one good row and one that is refused, looked at and not imported yet; `word` is in all of it."""
    content = f"Number,Carrier,Nickname\n+79161234560,zimorodok,Import {word}\nbad,zimorodok,Bad {word}\n"
    rows, kept = keep(BytesIO(content.encode()), f"{word}.csv")
    options = first_options(owner, kept.to_json()).to_json()
    one = SimImport.objects.begin(owner, file_name=f"{word}.csv", rows=rows, source=kept.to_json(), options=options)
    one = one.begin_reading(owner, options, waits=False)
    look_at(one, owner, rows_of(one)).take_over()
    one.refresh_from_db()
    return one
