"""Letters for many requests: what is in them, where they are filed, and that nothing is filed twice or left behind."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from cancellations.domain.contact import Channel, ContactOutcome, Direction
from cancellations.domain.errands import ErrandState
from cancellations.domain.letters import LetterKind
from cancellations.domain.situation import Stage
from cancellations.models import Cancellation, Evidence, User
from tests.cases import carrier_of, fresh, kinds_of
from tests.conftest import ClientOf
from tests.letters.many import (
    at_carrier,
    letters_in,
    missed,
    russian,
    silent,
    words,
    written,
)

pytestmark = pytest.mark.usefixtures("a_saturday", "folder")


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


# --- what is written -------------------------------------------------------------------------------------------


def test_one_letter_lists_every_number_in_order(client: Client, owner: User) -> None:
    cases = at_carrier(owner, russian(owner), 60)
    errand = written(client, "letters", cases)
    assert (errand.state, errand.done, errand.missed) == (ErrandState.DONE, 60, 0)
    [(path, pdf)] = letters_in(errand).items()
    assert path == f"MTS (carrier-1)/{cases[0].reference}+59-application-2026-11-21.pdf"
    text = words(pdf)
    references = [text.index(case.reference, text.index("Перечень договоров")) for case in cases[1:]]
    assert references == sorted(references)
    for case in cases:
        assert f"{case.sim.msisdn[:2]} {case.sim.msisdn[2:5]} {case.sim.msisdn[5:8]}-" in text
        assert " ".join(f"{case.sim.iccid}"[at : at + 4] for at in range(0, 19, 4)) in text
    for wanted in ("Заявление о расторжении договоров", "E12345678", "合同清单", "всего договоров: 60"):
        assert wanted in text


def test_it_is_filed_in_every_case_with_its_hash(client: Client, owner: User) -> None:
    cases = at_carrier(owner, russian(owner), 30)
    [pdf] = letters_in(written(client, "letters", cases)).values()
    rows = Evidence.objects.all()
    assert {row.cancellation_id for row in rows} == {case.pk for case in cases}
    assert (rows.count(), rows.values("stored").distinct().count()) == (30, 1)
    assert {(row.sha256, row.kind, row.visibility) for row in rows} == {
        (hashlib.sha256(pdf).hexdigest(), "letter", "team")
    }


def test_nothing_counts_as_sent(client: Client, owner: User) -> None:
    [case] = at_carrier(owner, russian(owner), 1)
    written(client, "letters", [case])
    assert (fresh(case).stage, fresh(case).submitted_on) == (Stage.PREPARING, None)
    assert kinds_of(case)[-1] == "evidence_added"


def test_one_each_where_that_is_chosen(client: Client, owner: User) -> None:
    cases = at_carrier(owner, russian(owner), 3)
    made = letters_in(written(client, "letters", cases, mode="each", translation=""))
    assert len(made) == 3
    for case, pdf in zip(cases, made.values(), strict=True):
        text = words(pdf)
        assert case.reference in text
        assert not any(other.reference in text for other in cases if other is not case)
        row = Evidence.objects.get(cancellation=case)
        assert row.open().read() == pdf


def test_each_carrier_gets_its_own_in_its_own_language(client: Client, owner: User) -> None:
    ours, german = russian(owner), carrier_of(owner, country="DE")
    cases = at_carrier(owner, ours, 2) + at_carrier(owner, german, 2, begin=5)
    changed = {f"c{german.pk}_language": "en", f"c{german.pk}_addressee": "Beispiel GmbH", "translation": "zh-hans"}
    made = letters_in(written(client, "letters", cases, **changed))
    first, second = (words(pdf) for pdf in made.values())
    assert "Заявление о расторжении договоров" in first
    assert "Notice of termination of contracts" in second
    assert "Beispiel GmbH" in second
    assert "Beispiel GmbH" not in first
    assert all("解除电信服务合同的申请书" in text for text in (first, second))
    assert cases[0].reference not in second
    assert len({path.partition("/")[0] for path in made}) == 2


def test_different_days_stand_in_the_list(client: Client, owner: User) -> None:
    cases = at_carrier(owner, russian(owner), 2)
    Cancellation.objects.filter(pk=cases[0].pk).update(requested_end_date=date(2026, 12, 5))
    Cancellation.objects.filter(pk=cases[1].pk).update(requested_end_date=None)
    [pdf] = letters_in(written(client, "letters", cases, end_on="")).values()
    text = words(pdf)
    assert "с дат, указанных в прилагаемом перечне" in text
    assert "05.12.2026" in text
    assert "день получения заявления" in text


def test_who_is_late_gets_the_letter_that_is_proposed(client: Client, owner: User) -> None:
    carrier = russian(owner)
    late, early = silent(owner, carrier, 2), at_carrier(owner, carrier, 1, begin=7)
    errand = written(client, "chaser", [*late, *early])
    [pdf] = letters_in(errand).values()
    text = words(pdf)
    for wanted in ("Запрос", "REQ-0", "REQ-1", "03.11.2026", "17.11.2026", late[1].reference):
        assert wanted in text
    assert early[0].reference not in text
    assert "has not been sent yet" in missed(errand)[early[0].reference]
    assert not Evidence.objects.filter(cancellation=early[0]).exists()


def test_each_step_of_the_ladder_has_a_letter_of_its_own(client: Client, owner: User) -> None:
    carrier = russian(owner)
    first, chased = silent(owner, carrier, 2)
    chased.log_contact(
        owner,
        outcome=ContactOutcome.OTHER,
        direction=Direction.OUT,
        channel=Channel.EMAIL,
        at=datetime(2026, 11, 6, 9, tzinfo=UTC),
        follow_up_on=date(2026, 11, 12),
        rung=LetterKind.CHASER,
    )
    made = letters_in(written(client, "chaser", [first, chased]))
    assert sorted(path.split("-")[3] for path in made) == ["chaser", "supervisor"]


def test_a_promise_that_is_to_come_is_waited_for(client: Client, owner: User) -> None:
    late, waiting = silent(owner, russian(owner), 2)
    waiting.log_contact(owner, outcome=ContactOutcome.PROCESSING, promised_by=date(2026, 11, 30))
    errand = written(client, "chaser", [late, waiting])
    assert "promised an answer" in missed(errand)[waiting.reference]
    assert len(letters_in(errand)) == 1


def test_no_card_of_anothers_is_in_the_letter(client: Client, owner: User) -> None:
    carrier = russian(owner)
    [own], [other] = at_carrier(owner, carrier, 1), at_carrier(owner, carrier, 1, begin=3, holder="Иванов Пётр")
    errand = written(client, "letters", [own, other])
    assert "somebody else" in missed(errand)[other.reference]
    assert other.reference not in words(*letters_in(errand).values())


def test_without_a_name_each_holder_gets_letters_of_their_own(client: Client, owner: User) -> None:
    carrier = russian(owner)
    cases = silent(owner, carrier, 2) + silent(owner, carrier, 2, begin=5, holder="Иванов Пётр")
    made = [words(pdf) for pdf in letters_in(written(client, "chaser", cases, name="", latin="")).values()]
    assert ["Иванов Пётр" in text for text in made] == [False, True]
    assert ["Чжоу Кай" in text for text in made] == [True, False]


def test_names_stay_plain_text(client: Client, owner: User) -> None:
    name = '#eval("1") $x$ *b* @ref //c </script>'
    cases = silent(owner, russian(owner), 2, holder=name)
    [pdf] = letters_in(written(client, "chaser", cases, name=name, latin="")).values()
    assert name.replace(" ", "") in words(pdf).replace(" ", "")


def test_a_carriers_name_is_one_folder(client: Client, owner: User) -> None:
    carrier = russian(owner)
    carrier.names = {"en": "../../a\\b/c:\u202e"}
    carrier.save()
    [path] = letters_in(written(client, "letters", at_carrier(owner, carrier, 1)))
    assert path.count("/") == 1
    assert not path.startswith((".", "/"))
    assert "\\" not in path
