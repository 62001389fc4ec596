"""Writing to a carrier that is late: what is offered when, the ready letter, and saying that it has been sent."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from cancellations.domain.contact import Channel, Direction
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Action, Turn
from cancellations.models import Cancellation, CarrierFact, Message, User
from tests.cases import carrier_of, case_of, do, fresh, kinds_of, sim_of, url_of
from tests.conftest import HTMX, ClientOf
from tests.letters.chasing import action_bar, chase_url, promised_case, texts_of, typed_as_sent
from tests.pages import assert_kept, fields_of, parsed, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def case(owner: User) -> Cancellation:
    return promised_case(owner)


# --- the letter ----------------------------------------------------------------------------------------------


def test_the_chaser_quotes_both_references_in_the_carriers_language(client: Client, case: Cancellation) -> None:
    """Situation 12 of the issue, with the translation beside it."""
    theirs, ours = texts_of(client, chase_url(case))
    for said in (
        f"Мой исходящий номер: {case.reference}",
        "Номер обращения у вас: N-1",
        "3 ноября 2026 г.",
        "Вы обещали дать ответ не позднее 19 ноября 2026 г.",
    ):
        assert said in theirs.replace("\xa0", " ")
    for said in (f"My reference: {case.reference}", "Your request number: N-1", "by 19 November 2026"):
        assert said in ours.replace("\xa0", " ")


@pytest.mark.parametrize(("language", "ours"), [("zh-hans", "贵方受理编号：N-1"), ("ru", None)])
def test_the_translation_is_the_readers(
    client: Client, case: Cancellation, owner: User, language: str, ours: str | None
) -> None:
    owner.language = language
    owner.save()
    texts = texts_of(client, chase_url(case))
    assert "Номер обращения у вас: N-1" in texts[0]
    assert len(texts) == (2 if ours else 1), "nobody needs the same twice"
    assert ours is None or ours in texts[1]


def test_our_own_day_is_no_deadline_of_the_carriers(client: Client, owner: User) -> None:
    """Neither the day that we chose to look again, nor our own three days for a receipt where it names none."""
    said = []
    for rules in ({}, {"receipt_days": 5}):
        sim = sim_of(owner, carrier=carrier_of(owner, country="RU", **rules))
        case = case_of(owner, to=StepKey.CONFIRMATION, sim=sim)
        case.change_follow_up(owner, on=date(2026, 11, 20), reason="x")
        [theirs, _ours] = texts_of(client, chase_url(case, "supervisor"))
        said.append(theirs.replace("\xa0", " "))
    assert not any("20 ноября" in text for text in said)
    assert "6 ноября" not in said[0]
    assert "8 ноября 2026" in said[1], "its own five days for a receipt"


def test_the_mail_program_gets_all_of_it(client: Client, case: Cancellation, owner: User) -> None:
    CarrierFact.objects.add_own(case.carrier, owner, kind="email", text="Write to help@carrier.example.", source="Bill")
    page = client.get(chase_url(case)).content.decode()
    mail = page.split('href="mailto:')[1].split('"')[0].replace("&amp;", "&")
    query = parse_qs(urlsplit(f"mailto:{mail}").query)
    assert mail.startswith("help@carrier.example?subject=")
    assert case.reference in query["subject"][0]
    assert "Номер обращения у вас: N-1" in query["body"][0]
    assert f'href="{url_of(case, "letters", "chaser")}"' in page
    assert "data-copy=" in page


def test_hearsay_is_no_address(client: Client, case: Cancellation) -> None:
    fields = {"texts": {"en": "x"}, "value": "help@carrier.example", "tier": "C", "confidence": "low"}
    CarrierFact.objects.create(workspace=case.workspace, carrier=case.carrier, kind="email", **fields)
    assert "help@carrier.example" not in client.get(chase_url(case)).content.decode()


def test_people_may_go_higher_at_once(client: Client, case: Cancellation) -> None:
    theirs, _ours = texts_of(client, chase_url(case, "claim"))
    assert "ПРЕТЕНЗИЯ" in theirs.upper()


def test_the_regulator_is_named_with_its_source(client: Client, case: Cancellation) -> None:
    response = client.get(chase_url(case, "regulator"))
    assert "https://spravturs.ru/" in response.content.decode()


@pytest.mark.parametrize("rung", ["refund", "application", "x"])
def test_what_is_no_rung_is_not_there(client: Client, case: Cancellation, rung: str) -> None:
    assert client.get(chase_url(case, rung)).status_code == 404
    assert client.post(chase_url(case, rung), typed_as_sent()).status_code == 404


def test_without_a_source_there_is_no_regulator(client: Client, owner: User) -> None:
    case = case_of(owner, to=StepKey.CONFIRMATION)
    assert client.get(chase_url(case, "regulator")).status_code == 404
    assert chase_url(case, "claim") in client.get(chase_url(case)).content.decode()


# --- saying that it has been sent ----------------------------------------------------------------------------


def test_looking_at_it_logs_nothing(client: Client, case: Cancellation) -> None:
    before = kinds_of(case)
    client.get(chase_url(case))
    assert kinds_of(case) == before
    assert fresh(case).rung == ""


@both
def test_sent_is_what_somebody_says(client: Client, case: Cancellation, headers: dict[str, str]) -> None:
    response = client.post(chase_url(case, "chaser"), typed_as_sent(channel="portal", note="Form 7"), headers=headers)
    assert response.status_code == (204 if headers else 303)
    message, after = Message.objects.latest("id"), fresh(case)
    assert (message.rung, message.channel, message.direction, message.note) == (
        "chaser", Channel.PORTAL, Direction.OUT, "Form 7",
    )  # fmt: skip
    assert (after.rung, after.rung_on, after.follow_up_on) == ("chaser", date(2026, 11, 21), date(2026, 11, 25))
    assert (after.turn, after.action, after.due) == (Turn.US, Action.FOLLOW_UP, date(2026, 11, 25))
    assert after.confirmed_on is None
    page = text_of(client.get(url_of(case)))
    assert "Chaser: sent today. Next: Letter to the supervisor, from 26\xa0November." in page
    assert "Chaser" in page[page.index("Contacts and history") :], "the timeline names the letter"


def test_the_day_to_look_again_is_filled_in_and_can_be_changed(client: Client, case: Cancellation) -> None:
    url = chase_url(case, "chaser")
    assert fields_of(client.get(chase_url(case)), url)["follow_up_on"] == ["2026-11-25"]
    client.post(url, typed_as_sent(follow_up_on="2026-11-24", at="2026-11-20T15:42"))
    after = fresh(case)
    assert (after.rung_on, after.follow_up_on) == (date(2026, 11, 20), date(2026, 11, 24))


def test_the_next_one_is_proposed_then(client: Client, case: Cancellation) -> None:
    client.post(chase_url(case, "chaser"), typed_as_sent(at="2026-11-10T12:00", follow_up_on="2026-11-13"))
    bar = action_bar(client, case)
    assert "Chaser: sent 11 days ago. Next: Letter to the supervisor." in bar
    assert "Write to the supervisor" in bar
    assert chase_url(case, "supervisor") in parsed(client.get(chase_url(case))).forms


def test_a_refusal_ends_the_ladder(client: Client, case: Cancellation, owner: User) -> None:
    client.post(chase_url(case, "claim"), typed_as_sent())
    case = do(case, StepKey.CONFIRMATION, owner, result="refused", reason="Not the holder")
    assert (case.rung, case.rung_on) == ("", None)


def test_double_posts_once(client: Client, case: Cancellation) -> None:
    sent = typed_as_sent()
    for _time in range(2):
        assert client.post(chase_url(case, "chaser"), sent).status_code == 303
    assert Message.objects.filter(rung="chaser").count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"at": "2026-11-22T12:00"}, "This is still to come."),
        ({"at": "2026-11-02T12:00"}, "The request itself was sent later than this."),
        ({"at": "yesterday"}, "Enter day and time like 2026-11-21 15:42."),
        ({"follow_up_on": "soon"}, "Enter a day like 2026-11-30 or 30.11.2026."),
        ({"channel": "call"}, "Select a valid choice."),
    ],
)
@both
def test_bad_input_is_named_and_kept(
    client: Client, case: Cancellation, changed: dict[str, str], said: str, headers: dict[str, str]
) -> None:
    before, sent = kinds_of(case), typed_as_sent(note="By registered mail", **changed)
    response = client.post(chase_url(case, "chaser"), sent, headers=headers)
    assert response.status_code == 422
    assert said in text_of(response)
    kept = {name: value for name, value in sent.items() if name not in {"form_key", "channel"}}
    assert_kept(response, chase_url(case, "chaser"), kept)
    assert kinds_of(case) == before
    assert fresh(case).rung == ""


def test_other_methods_are_refused(client: Client, case: Cancellation) -> None:
    assert client.put(chase_url(case)).status_code == 405
