"""Importing SIM cards: sent, mapped, looked at, imported once, undone."""

from decimal import Decimal

import pytest
from django.test import Client

from cancellations.domain.importing.columns import Column
from cancellations.domain.importing.course import ImportState
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.models import Cancellation, Event, Sim, SimImport, User
from tests.cases import sim_of
from tests.importing import AT, ICCIDS, choose, columns, counts, imported, key, previewed, run, send, sent, table
from tests.pages import text_of


def test_a_table_becomes_cards(client: Client, owner: User) -> None:
    one = previewed(client, table(f"+79161234567,{ICCIDS[0]},MTS,first", "8 916 123-45-68,,MTS,second"))
    assert counts(one) == (2, 0, 0, 0)
    assert not Sim.objects.exists()
    text = text_of(client.get(f"{AT}{one.pk}/"))
    assert "Nothing has been written yet" in text
    run(client, one)
    cards = {sim.msisdn: sim for sim in Sim.objects.all()}
    assert cards["+79161234567"].iccid == ICCIDS[0]
    assert cards["+79161234568"].note == "second"
    assert one.state == ImportState.DONE
    event = Event.objects.get(sim=cards["+79161234568"])
    assert (event.kind, event.by, event.payload["row"], event.payload["file"]) == (
        "sim_imported",
        owner,
        3,
        "cards.csv",
    )
    assert "row 3" in text_of(client.get(f"/sims/{cards['+79161234568'].pk}/"))


def test_the_same_file_again_changes_nothing(client: Client) -> None:
    rows = table(f"+79161234567,{ICCIDS[0]},MTS,first", "+79161234568,,MTS,second", f",{ICCIDS[1][:-1]},MTS,short")
    imported(client, rows)
    before = list(Sim.objects.order_by("pk").values())
    events = Event.objects.count()
    again = previewed(client, rows)
    assert counts(again) == (0, 0, 3, 0)
    assert "run-import" not in client.get(f"{AT}{again.pk}/").content.decode()
    other_spelling = imported(client, table(f",{ICCIDS[0][:-1]},MTS,first", f",{ICCIDS[1]},MTS,short"))
    assert counts(other_spelling) == (0, 0, 2, 0)
    assert list(Sim.objects.order_by("pk").values()) == before
    assert Event.objects.count() == events


def test_pressed_twice_it_is_imported_once(client: Client) -> None:
    one, once_only = previewed(client, table("+79161234567,,MTS,x")), key()
    for _ in range(2):
        assert client.post(f"{AT}{one.pk}/run/", once_only).status_code == 303
    assert client.post(f"{AT}{one.pk}/run/", key()).status_code == 422
    run_again = SimImport.objects.get(pk=one.pk)
    assert run_again.state == ImportState.WRITING


def test_known_cards_are_updated_by_filled_cells_or_left(client: Client, owner: User) -> None:
    sim = sim_of(owner, carrier=None, msisdn="+79161234567", nickname="Old", note="Kept")
    content = f"Number,Nickname,Carrier,Note\n+79161234567,New,{sim.carrier.slug},\n"
    left = imported(client, content, known="skip")
    assert counts(left) == (0, 0, 1, 0)
    updated = imported(client, content, known="update")
    assert counts(updated) == (0, 1, 0, 0)
    sim.refresh_from_db()
    assert (sim.nickname, sim.note, sim.version) == ("New", "Kept", 2)
    assert Sim.objects.search("new", owner).get() == sim


def test_exactly_the_good_rows_are_imported_and_the_refused_can_be_had_back(client: Client) -> None:
    one = previewed(client, table("+79161234567,,MTS,good", "garbage,,MTS,=1+1", "+79161234567,,MTS,again"))
    assert counts(one) == (1, 0, 0, 2)
    text = text_of(client.get(f"{AT}{one.pk}/"))
    assert "exactly the others are imported" in text
    run(client, one)
    assert Sim.objects.count() == 1
    answer = client.get(f"{AT}{one.pk}/refused/")
    refused = b"".join(answer).decode()
    assert "attachment" in answer["Content-Disposition"]
    assert "garbage" in refused
    assert "'=1+1" in refused
    assert "Row 2 of this file is about the same card" in refused


def test_a_row_with_too_many_cells_comes_back_whole_and_is_refused_again(client: Client) -> None:
    one = previewed(client, "Number,Carrier,Nickname,Note\n+79161234567,MTS,Moscow, tower,8th floor\n")
    assert counts(one) == (0, 0, 0, 1)
    refused = b"".join(client.get(f"{AT}{one.pk}/refused/"))
    assert b"MTS,Moscow, tower,8th floor,2," in refused
    again = previewed(client, refused)
    assert counts(again) == (0, 0, 0, 1)


def test_requests_are_opened_for_the_marked_rows(client: Client, owner: User) -> None:
    known = sim_of(owner, msisdn="+79161234569")
    content = (
        "Number,Carrier,Open a request,Requested end date,Reason,Tags\n"
        '+79161234567,carrier-1,yes,2027-03-31,moved,"north,old"\n'
        "+79161234568,carrier-1,no,,,\n"
        f"+79161234569,{known.carrier.slug},yes,,,\n"
    )
    one = previewed(client, content, end_date="2027-01-15")
    assert one.found["opens"] == 2
    run(client, one)
    cases = {case.sim.msisdn: case for case in Cancellation.objects.select_related("sim")}
    assert cases.keys() == {"+79161234567", "+79161234569"}
    assert str(cases["+79161234567"].requested_end_date) == "2027-03-31"
    assert str(cases["+79161234569"].requested_end_date) == "2027-01-15"
    assert cases["+79161234567"].reason == "moved"
    assert cases["+79161234567"].tag_ids
    assert {case.batch_id for case in cases.values()} == {one.batch_id}
    assert all(case.sim.status == "cancelling" for case in cases.values())
    again = imported(client, content, end_date="2027-01-15")
    assert again.found.get("opened", 0) == 0
    assert Cancellation.objects.count() == 2


def test_the_mapping_of_a_set_of_headings_is_remembered(client: Client) -> None:
    content = "Mystery,Whose\n+79161234567,Anna\n"
    one = sent(client, content)
    answer = client.post(f"{AT}{one.pk}/", columns(client, one, carrier="carrier-1"))
    assert answer.status_code == 422
    assert "Say which column has the number" in text_of(answer)
    mapping = {0: Column.NUMBER, 1: Column.HOLDER}
    assert choose(client, one, mapping, carrier="carrier-1").status_code == 303
    again = sent(client, content)
    form = client.get(f"{AT}{again.pk}/").context["form"]
    assert (form["column_0"].value(), form["column_1"].value()) == ("number", "holder")
    assert form["carrier"].value() == "carrier-1"


def test_an_encoding_that_is_not_certain_is_asked(client: Client) -> None:
    content = "Number,Note\n+8613800138000,备注信息\n".encode("gb18030")
    one = sent(client, content)
    page = client.get(f"{AT}{one.pk}/")
    assert "columns-form" not in page.content.decode()
    assert "备注信息" in page.content.decode()
    answered = client.get(f"{AT}{one.pk}/?encoding=gb18030")
    assert "备注信息" in answered.content.decode()
    assert "columns-form" in answered.content.decode()


@pytest.mark.parametrize(
    ("encoding", "answer", "note"),
    [("Big5", "big5hkscs", "功能四月"), ("Shift JIS", "cp932", "予備ポ"), ("EUC-KR", "cp949", "예비")],
)
def test_tables_of_taiwan_japan_and_korea_are_asked_about_and_read(
    client: Client, encoding: str, answer: str, note: str
) -> None:
    one = sent(client, f"Number,Carrier,Note\n+79161234567,MTS,{note}\n".encode(answer))
    asked = client.get(f"{AT}{one.pk}/").content.decode()
    assert f"<span>{encoding}\n" in asked
    assert "columns-form" not in asked  # nothing is read before somebody has said how
    assert note in asked
    fields = client.get(f"{AT}{one.pk}/?encoding={answer}").context["form"]
    data = {field.html_name: field.value() for field in fields if field.value() not in (None, False)}
    assert client.post(f"{AT}{one.pk}/", {**data, "encoding": answer, **key()}).status_code == 303
    work_off(PARTS)
    one.refresh_from_db()
    run(client, one)
    assert Sim.objects.get().note == note


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_understood_when_it_is_filled_in(client: Client, form: str) -> None:
    answer = client.get(f"{AT}template/?form={form}")
    assert answer.status_code == 200
    refused = send(client, answer.content, f"template.{form}")
    assert refused.status_code == 422
    assert "no rows below it" in text_of(refused)


def test_what_two_columns_are_called_is_asked(client: Client) -> None:
    one = sent(client, "Phone,Телефон,Carrier,Номер SIM-карты,ICCID\n+79161234567,+79161234568,MTS,,\n")
    page = client.get(f"{AT}{one.pk}/")
    assert text_of(page).count("Another column is called so too") == 4
    assert choose(client, one).status_code == 422
    assert choose(client, one, {1: Column.NUMBER, 4: Column.ICCID}).status_code == 303
    assert run(client, one).found["counts"]["create"] == 1
    assert Sim.objects.get().msisdn == "+79161234568"


def test_the_currency_of_a_heading_is_that_of_its_fees(client: Client) -> None:
    imported(client, "Номер;Оператор;Абонентская плата, руб.\n+79161234567;MTS;350\n", carrier="carrier-1")
    assert (Sim.objects.get().monthly_fee, Sim.objects.get().currency) == (Decimal(350), "RUB")
