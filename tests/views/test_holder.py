"""The holder's page: who gets in, what it tells and keeps to itself, and in which language."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cancellations.domain.holder_ask import HolderAsk
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Turn
from cancellations.models import Cancellation, HolderLink, SigninLink, User, Workspace
from tests.cases import carrier_of, case_of, sim_of
from tests.conftest import ClientOf
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("a_saturday")
KILOBYTE = 1024
SECRETS = ["+79161234567", "916 123-45-67", "1234567", "8970101234567890123", "Oksana Holder", "Grandmother's card"]
SECRETS += ["Team note", "N-1", "Because of money", "owner@lastcall.example", "Grey 5G"]


@pytest.fixture
def case(owner: User) -> Cancellation:
    sim = sim_of(
        owner,
        kind="esim",
        carrier=carrier_of(owner, country="RU"),
        msisdn="+79161234567",
        iccid="8970101234567890123",
        holder="Oksana Holder",
        nickname="Grandmother's card",
        note="Team note",
        plan="Grey 5G",
        devices=["Oksana Holder's phone"],
    )
    return case_of(owner, sim=sim, to=StepKey.CONFIRMATION, reason="Because of money")


def link_to(case: Cancellation, owner: User, language: str = "en") -> str:
    return f"/s/{case.make_holder_link(owner, language=language)}/"


class TestGettingIn:
    def test_whoever_has_the_link(self, case: Cancellation, owner: User, client: Client) -> None:
        response = client.get(link_to(case, owner))
        assert response.status_code == 200
        assert "Sent, waiting for the carrier" in text_of(response)

    def test_all_that_does_not_work_is_the_same(self, case: Cancellation, owner: User, client: Client) -> None:
        """Guessed, missing, expired, revoked, replaced, made for something else: the same bytes and headers."""
        replaced = link_to(case, owner)
        revoked = link_to(case, owner)
        case.revoke_holder_link(owner)
        expired = link_to(case, owner)
        HolderLink.objects.filter(revoked_at=None).update(expires_on=timezone.localdate() - timedelta(days=1))
        signin, guess = f"/s/{SigninLink.objects.issue(owner)}/", "/s/AAAAAAAAAAAAAAAAAAAAAA/"
        odd = ["/s/", "/s/%00/", "/s/ж/", "/s/" + "A" * 2000 + "/"]
        dead = [replaced, revoked, expired, signin, guess, *odd]
        for method in (client.get, client.post):
            answers = [method(path) for path in dead]
            assert {answer.status_code for answer in answers} == {404}
            assert len({answer.content for answer in answers}) == 1
            assert len({tuple(sorted(answer.items())) for answer in answers}) == 1
        assert "This link does not work any more" in text_of(answers[0])

    def test_a_clock_that_was_wrong_makes_no_link_for_years(
        self, case: Cancellation, owner: User, client: Client
    ) -> None:
        link_to(case, owner)
        for ahead, status in ((0, 200), (1, 200), (365, 404)):  # a day: made in another time zone
            with time_machine.travel(timezone.now() + timedelta(days=ahead), tick=False):
                path = link_to(case, owner)
            assert (ahead, client.get(path).status_code) == (ahead, status)

    def test_a_holders_token_opens_nothing_else(self, case: Cancellation, owner: User, client: Client) -> None:
        token = case.make_holder_link(owner)
        assert client.post(f"/signin/{token}/").status_code == 404
        assert client.get(f"/calendar/{token}/lastcall.ics").status_code == 404

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_wrong_verb(self, case: Cancellation, owner: User, client: Client, method: str) -> None:
        assert getattr(client, method)(link_to(case, owner)).status_code == 405

    def test_a_look_changes_nothing_but_the_day_of_the_visit(
        self, case: Cancellation, owner: User, client: Client
    ) -> None:
        path = link_to(case, owner)
        before = Cancellation.objects.values().get(), case.events.count()
        assert client.head(path).status_code == 200
        assert HolderLink.objects.get().last_seen_on is None
        for _time in range(3):
            client.get(path)
        assert HolderLink.objects.get().last_seen_on == timezone.localdate()
        assert (Cancellation.objects.values().get(), case.events.count()) == before

    def test_a_few_questions_to_the_database(
        self, case: Cancellation, owner: User, client: Client, django_assert_max_num_queries: type
    ) -> None:
        path = link_to(case, owner)
        with django_assert_max_num_queries(4):
            client.get(path)


class TestWhatItKeepsToItself:
    def test_no_name_number_note_or_document(self, case: Cancellation, owner: User, client: Client) -> None:
        case.ask_holder(StepKey.CONFIRMATION, owner, ask=HolderAsk.SCREENSHOT, until=timezone.localdate())
        case.block_step(
            StepKey.VERIFICATION, owner, reason="Team note", unblocked_by=Turn.HOLDER, review_on=timezone.localdate()
        )
        other = sim_of(owner, carrier=case.carrier, msisdn="+79035550000")
        case_of(owner, sim=other)
        for language in ("en", "ru", "zh-hans"):
            page = client.get(link_to(case, owner, language)).content.decode()
            assert [secret for secret in [*SECRETS, "5550000", case.reference] if secret in page] == []
            assert "+7 916 *** ** 67" in page

    def test_what_was_written_to_the_holder_is_shown_as_text(
        self, case: Cancellation, owner: User, client: Client
    ) -> None:
        case.ask_holder(
            StepKey.CONFIRMATION, owner, ask=HolderAsk.OTHER, words="<b>Ring us</b>", until=timezone.localdate()
        )
        page = client.get(link_to(case, owner)).content.decode()
        assert "&lt;b&gt;Ring us&lt;/b&gt;" in page
        assert "<b>Ring" not in page

    def test_no_cookie_no_script_no_trace(self, case: Cancellation, owner: User, client_of: ClientOf) -> None:
        for user in (None, owner):
            client = client_of(user)
            for path in (link_to(case, owner), "/s/unknown/"):
                response = client.get(path)
                assert not response.cookies
                assert response["Referrer-Policy"] == "no-referrer"
                assert "noindex" in response["X-Robots-Tag"]
                assert "no-store" in response["Cache-Control"]
                assert "script" not in response["Content-Security-Policy"]
                assert "default-src 'none'" in response["Content-Security-Policy"]
                assert b"<script" not in response.content

    def test_it_is_the_same_whoever_is_signed_in(self, case: Cancellation, owner: User, client_of: ClientOf) -> None:
        owner.prefer(language="ru", time_zone="Asia/Vladivostok")
        path = link_to(case, owner, "")
        pages = {client_of(user).get(path, headers={"Accept-Language": "en"}).content for user in (None, owner)}
        assert len(pages) == 1

    def test_it_is_light(self, case: Cancellation, owner: User, client: Client) -> None:
        """HTML, style and icon together, as they are before anything is compressed."""
        case.ask_holder(StepKey.CONFIRMATION, owner, ask=HolderAsk.DOCUMENT, until=timezone.localdate())
        static = Path(settings.BASE_DIR) / "static"
        style = (static / "css" / "holder.css").read_bytes()
        assert len(style) <= 4 * KILOBYTE
        for language in ("en", "ru", "zh-hans"):
            page = client.get(link_to(case, owner, language)).content
            asked_for = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.decode())
            assert [path.rsplit("/", 1)[1] for path in asked_for] == ["favicon.svg", "holder.css"]
            assert len(page) + len(style) + (static / "favicon.svg").stat().st_size <= 15 * KILOBYTE


class TestHowLongOthersTook:
    """Counted from the workspace's own cases at the same carrier, as on the carrier's page."""

    def others(self, case: Cancellation, by: User, count: int) -> None:
        """Sent on the 3rd, confirmed on the 10th."""
        for _one in range(count):
            case_of(by, sim=sim_of(by, carrier=case.carrier), to=StepKey.VERIFICATION)

    def test_five_tell(self, case: Cancellation, owner: User, client: Client) -> None:
        self.others(case, owner, 4)
        path = link_to(case, owner)
        assert "Others usually" not in text_of(client.get(path))
        self.others(case, owner, 1)
        assert "Others usually had this carrier's answer after 7 days." in text_of(client.get(path))

    def test_they_cost_one_question_however_many(
        self, case: Cancellation, owner: User, client: Client, django_assert_max_num_queries: type
    ) -> None:
        self.others(case, owner, 6)
        path = link_to(case, owner)
        client.get(path)  # the first look of the day is noted
        with django_assert_max_num_queries(4):
            assert "after 7 days" in text_of(client.get(path))

    def test_others_elsewhere_and_examples_tell_nothing(
        self, case: Cancellation, owner: User, stranger: User, client: Client
    ) -> None:
        for _one in range(5):
            case_of(stranger, to=StepKey.VERIFICATION)
        Cancellation.objects.visible_to(stranger).update(carrier=case.carrier)
        self.others(case, owner, 5)
        Cancellation.objects.visible_to(owner).exclude(pk=case.pk).update(is_example=True)
        assert "Others usually" not in text_of(client.get(link_to(case, owner)))


class TestLanguage:
    @pytest.mark.parametrize(
        ("link", "browser", "chosen", "spoken"),
        [
            ("", "", "", "en"),
            ("", "ru-RU,ru;q=0.9", "", "ru"),
            ("", "zh-TW,zh;q=0.9", "", "zh-Hans"),
            ("", "xx", "", "en"),
            ("zh-hans", "ru", "", "zh-Hans"),
            ("zh-hans", "ru", "en", "en"),
            ("zh-hans", "ru", "xx", "zh-Hans"),
        ],
    )
    def test_chosen_then_the_links_then_the_browsers(
        self, case: Cancellation, owner: User, client: Client, link: str, browser: str, chosen: str, spoken: str
    ) -> None:
        client.cookies["language"] = "ru"  # of somebody else on this machine
        query = {"lang": chosen} if chosen else {}
        response = client.get(link_to(case, owner, link), query, headers={"Accept-Language": browser})
        assert f'<html lang="{spoken}">' in response.content.decode()

    def test_the_way_to_the_others(self, case: Cancellation, owner: User, client: Client) -> None:
        page = client.get(link_to(case, owner)).content.decode()
        assert re.findall(r'href="(\?lang=[\w-]+)"', page) == ["?lang=zh-hans", "?lang=en", "?lang=ru"]


def test_whose_it_is_when_the_workspace_has_a_name(case: Cancellation, owner: User, client: Client) -> None:
    path = link_to(case, owner)
    assert "Handled for you by Yuanxing Travel" in text_of(client.get(path))
    Workspace.objects.update(name="Lastcall")
    assert "Handled for you" not in text_of(client.get(path))
