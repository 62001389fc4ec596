"""A file that is sent again: what people have corrected since stays, and a number that others have by now is theirs."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cancellations.domain.importing.course import ImportState
from cancellations.domain.situation import SimStatus
from cancellations.models import Cancellation, Event, Sim, User
from tests.cases import carrier_of, sim_of
from tests.conftest import ClientOf
from tests.files import keep_in
from tests.importing import AT, ICCIDS, counts, imported, previewed, run
from tests.pages import text_of

HEADING = "Number,Carrier,Holder,Monthly fee,Currency\n"
SENT = f"{HEADING}+79161234567,carrier-1,Anna,350,RUB\n"


@pytest.fixture
def client(client_of: ClientOf, owner: User, settings: Settings, tmp_path: Path) -> Client:
    keep_in(settings, tmp_path / "kept")
    carrier_of(owner, country="RU")
    return client_of(owner)


def edit(by: User, **fields: Any) -> Sim:
    sim = Sim.objects.get()
    sim.edit(by, version=sim.version, **fields)
    return sim


def said_of(client: Client, pk: int) -> str:
    return text_of(client.get(f"{AT}{pk}/"))


def test_what_a_person_has_corrected_stays_and_is_said(client: Client, owner: User) -> None:
    imported(client, SENT)
    sim = edit(owner, holder="Anna Petrova", monthly_fee=Decimal("400.00"))
    again = previewed(client, SENT)
    assert counts(again) == (0, 0, 1, 0)
    assert "Holder, Monthly fee: Changed by hand since an earlier import" in said_of(client, again.pk).replace(
        " and ", ", "
    )
    assert run(client, previewed(client, f"{HEADING}+79161234567,carrier-1,Anna,380,RUB\n")).state == ImportState.DONE
    sim.refresh_from_db()
    assert (sim.holder, sim.monthly_fee) == ("Anna Petrova", Decimal(380))


def test_a_value_that_no_import_wrote_is_news(client: Client, owner: User) -> None:
    sim = sim_of(owner, msisdn="+79161234567", holder="Anna")
    sim.edit(owner, version=1, holder="Anna Petrova")
    imported(client, f"Number,Carrier,Holder\n+79161234567,{sim.carrier.slug},Anna\n")
    assert Sim.objects.get().holder == "Anna"


def test_of_two_files_both_are_old_news_after_a_correction(client: Client, owner: User) -> None:
    imported(client, SENT)
    newer = SENT.replace("Anna", "Boris")
    imported(client, newer)
    assert Sim.objects.get().holder == "Boris"
    imported(client, SENT)  # nobody has corrected anything: the file that came last is right
    assert Sim.objects.get().holder == "Anna"
    edit(owner, holder="Vera")
    for content in (SENT, newer):
        assert counts(imported(client, content)) == (0, 0, 1, 0)
    assert Sim.objects.get().holder == "Vera"


def test_a_correction_after_the_preview_is_shown_first(client: Client, owner: User) -> None:
    sim_of(owner, msisdn="+79161234567", holder="Old")
    content = f"Number,Carrier,Holder\n+79161234567,{Sim.objects.get().carrier.slug},New\n"
    one = previewed(client, content)
    edit(owner, holder="Mine")
    run(client, one)
    assert (one.course, Sim.objects.get().holder) == (ImportState.READY, "Mine")


def test_events_keep_what_was_there_before(client: Client, owner: User) -> None:
    imported(client, SENT)
    edit(owner, holder="Vera")
    imported(client, SENT.replace("Anna", "Boris"))
    told = {event.kind: event.payload.get("before") for event in Event.objects.filter(sim__isnull=False)}
    assert told == {"sim_edited": {"holder": "Anna"}, "sim_imported": {"holder": "Vera"}}


def end(sim: Sim) -> None:
    Sim.objects.filter(pk=sim.pk).update(status=SimStatus.ENDED)


def test_a_number_whose_contract_has_ended_is_another_card(client: Client, owner: User) -> None:
    imported(client, SENT)
    old = Sim.objects.get()
    end(old)
    assert counts(imported(client, SENT)) == (0, 0, 1, 0)  # the old inventory once more
    recycled = f"{HEADING.strip()},Open a request\n+79161234567,carrier-1,Boris,200,RUB,yes\n"
    one = previewed(client, recycled)
    assert (counts(one), one.found["opens"]) == ((1, 0, 0, 0), 1)
    run(client, one)
    assert Sim.objects.get(pk=old.pk).holder == "Anna"
    assert Cancellation.objects.get().sim.holder == "Boris"
    assert counts(previewed(client, recycled)) == (0, 0, 1, 0)


def test_the_file_of_requests_that_are_through_opens_none_again(client: Client) -> None:
    content = f"{HEADING.strip()},Open a request\n+79161234567,carrier-1,Anna,350,RUB,yes\n"
    imported(client, content)
    end(Sim.objects.get())
    Cancellation.objects.update(is_open=False)
    one = previewed(client, content)
    assert (counts(one), one.found["opens"]) == ((0, 0, 1, 0), 0)
    assert "The contract of this card has ended." in said_of(client, one.pk)


def test_the_old_card_by_its_iccid_stays_as_it_is_and_this_is_said(client: Client, owner: User) -> None:
    sim = sim_of(owner, iccid=ICCIDS[0], holder="Anna")
    end(sim)
    one = imported(client, f"ICCID,Carrier,Holder,Open a request\n{ICCIDS[0]},{sim.carrier.slug},Boris,yes\n")
    assert (counts(one), one.found["opens"]) == ((0, 0, 1, 0), 0)
    again = previewed(client, f"ICCID,Carrier,Holder\n{ICCIDS[0]},{sim.carrier.slug},Boris\n")
    assert "The contract of this card has ended." in said_of(client, again.pk)
    assert Sim.objects.get().holder == "Anna"
