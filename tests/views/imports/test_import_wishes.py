"""What rows say of requests: tags for which there is no room, wishes without a request, carriers of one name."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cancellations.domain.importing.course import ImportState
from cancellations.domain.situation import SimStatus
from cancellations.domain.tagging import MOST_TAGS
from cancellations.errands import sim_import
from cancellations.models import Cancellation, ErrandMiss, Sim, SimImport, User
from cancellations.models.import_writing import open_cases
from cancellations.models.tag import Tag
from tests.cases import carrier_of, sim_of
from tests.conftest import ClientOf
from tests.files import keep_in
from tests.importing import AT, ICCIDS, counts, previewed, run
from tests.pages import text_of

HEADING = "Number,Carrier,Open a request,Requested end date,Tags\n"
FIRST = 79161000000


@pytest.fixture
def client(client_of: ClientOf, owner: User, settings: Settings, tmp_path: Path) -> Client:
    keep_in(settings, tmp_path / "kept")
    carrier_of(owner, country="RU")
    return client_of(owner)


def said_of(client: Client, one: SimImport) -> str:
    return text_of(client.get(f"{AT}{one.pk}/"))


def tagged(rows: int, each: int) -> str:
    lines = (
        f'+{FIRST + row},carrier-1,yes,,"{",".join(f"t{row}-{tag}" for tag in range(each))}"' for row in range(rows)
    )
    return HEADING + "\n".join(lines) + "\n"


def test_rows_with_more_tags_than_there_may_be_are_refused_before(client: Client) -> None:
    one = previewed(client, tagged(rows=45, each=12))
    fits = MOST_TAGS // 12
    assert (counts(one), one.found["opens"]) == ((fits, 0, 0, 45 - fits), fits)
    assert "more than 500 here" in said_of(client, one)
    run(client, one)
    assert (one.state, Sim.objects.count(), Cancellation.objects.count()) == (ImportState.DONE, fits, fits)


def test_tags_that_others_made_after_the_preview_are_counted(client: Client, owner: User) -> None:
    one = previewed(client, tagged(rows=2, each=3))
    Tag.objects.named(owner, [f"mine {number}" for number in range(MOST_TAGS - 4)])
    run(client, one)
    assert (one.course, counts(one), Sim.objects.exists()) == (ImportState.READY, (1, 0, 0, 1), False)
    run(client, one)
    assert (one.state, Cancellation.objects.count()) == (ImportState.DONE, 1)


def meanwhile(monkeypatch: pytest.MonkeyPatch, do: Callable[[], object]) -> None:
    """Between the cards and their requests."""
    left = [do]

    def opened(*args: Any) -> Any:
        if left:
            left.pop()()
        return open_cases(*args)

    monkeypatch.setattr(sim_import, "open_cases", opened)


def why_missed(one: SimImport) -> list[str]:
    return list(ErrandMiss.objects.filter(errand=one.errand).values_list("why", flat=True))


def test_a_request_that_cannot_be_tagged_any_more_is_opened_and_listed(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_up() -> None:
        Tag.objects.called(owner, "t0-0").remove(owner)
        Tag.objects.named(owner, [f"mine {number}" for number in range(MOST_TAGS - 1)])

    meanwhile(monkeypatch, fill_up)
    one = run(client, previewed(client, tagged(rows=2, each=1)))
    assert (one.state, Cancellation.objects.count()) == (ImportState.DONE, 2)
    (why,) = why_missed(one)
    assert why.startswith("The request was opened without its tags. There are too many tags.")


def test_a_request_that_somebody_else_opened_first_is_listed(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = previewed(client, tagged(rows=2, each=1))
    meanwhile(
        monkeypatch, lambda: Cancellation.objects.start(Sim.objects.earliest("pk"), owner, requested_end_date=None)
    )
    run(client, one)
    assert (one.found["opened"], Cancellation.objects.count()) == (1, 2)
    assert [why.startswith("No request was opened") for why in why_missed(one)] == [True]


def test_what_is_said_of_a_request_that_is_not_opened_is_said_to_be_lost(client: Client, owner: User) -> None:
    one = previewed(client, f"{HEADING}+79161234567,carrier-1,,,north\n+79161234568,carrier-1,,,\n")
    assert (counts(one), one.found["cautioned"]) == ((2, 0, 0, 0), 1)
    assert "tags belong to requests, and none is opened for this row" in said_of(client, one)
    page = client.get(f"{AT}{one.pk}/")
    assert [number for number, _card, _why in page.context["cautioned"]] == ["2"]


@pytest.mark.parametrize(("row", "lost"), [
    ("yes,2027-03-31,north", False), ("yes,,", False), (",,NORTH", False),
    ("yes,2027-04-30,north", True), ("yes,2027-03-31,south", True),
])  # fmt: skip
def test_so_is_what_an_open_request_does_not_say(client: Client, owner: User, row: str, lost: bool) -> None:
    sim = sim_of(owner, msisdn="+79161234567")
    Cancellation.objects.start(sim, owner, requested_end_date=date(2027, 3, 31)).tag(owner, ["north", "old"])
    one = previewed(client, f"{HEADING}+79161234567,{sim.carrier.slug},{row}\n")
    assert (counts(one), one.found["cautioned"]) == ((0, 0, 1, 0), int(lost))
    assert ("This card has an open request." in said_of(client, one)) is lost


def test_so_is_a_request_for_a_suspended_card(client: Client, owner: User) -> None:
    sim = sim_of(owner, msisdn="+79161234567")
    Sim.objects.update(status=SimStatus.SUSPENDED)
    one = previewed(client, f"{HEADING}+79161234567,{sim.carrier.slug},yes,,\n")
    assert "This card is suspended, and no request is opened." in said_of(client, one)


def test_of_two_carriers_of_one_name_the_recorded_card_tells_which(client: Client, owner: User) -> None:
    other = carrier_of(owner, country="RU")
    sim_of(owner, carrier=other, msisdn="+79161234567")
    sim_of(owner, carrier=other, iccid=ICCIDS[0])
    content = f"Number,ICCID,Carrier,Note\n8 916 123-45-67,,MTS,x\n,{ICCIDS[0]},MTS,y\n+79161234569,,MTS,z\n"
    one = previewed(client, content, new_carriers="on")
    assert counts(one) == (0, 2, 0, 1)
    assert "Several carriers here have this name" in said_of(client, one)
    run(client, one)
    assert {(sim.carrier_id, sim.note) for sim in Sim.objects.all()} == {(other.pk, "x"), (other.pk, "y")}
    assert counts(previewed(client, content)) == (0, 0, 2, 1)


def test_a_part_of_a_name_that_two_carriers_share_makes_no_third(client: Client, owner: User) -> None:
    for country in ("RU", "KZ"):
        carrier = carrier_of(owner, country=country)
        carrier.names = {"en": f"Beeline ({country})"}
        carrier.save()
    one = previewed(client, "Number,Carrier\n+79161234567,Beeline\n", new_carriers="on")
    assert (counts(one), one.found["new_carriers"]) == ((0, 0, 0, 1), [])
