"""From events to what the timeline says: for every kind, in every language, whatever the payload holds."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cancellations.domain.playbook import StepState
from cancellations.domain.sentences import KINDS, sentence
from cancellations.domain.telling import Sentence

TODAY = date(2026, 11, 21)
MODELS = Path(__file__).parents[2] / "cancellations" / "models"
LANGUAGES = [code for code, _name in settings.LANGUAGES]

PAYLOADS: dict[str, dict[str, Any]] = {
    "opened": {"reason": "Back home", "end": "2026-12-01"},
    "step_completed": {"step": "submission", "submitted_on": "2026-11-20", "request_number": "N-1"},
    "step_recorded": {"step": "confirmation", "result": "wants", "what": "A passport copy"},
    "step_saved": {"step": "balance"},
    "step_skipped": {"step": "contact", "reason": "Portal only"},
    "step_blocked": {"step": "identity", "reason": "No passport", "who": "holder", "until": "2026-12-01"},
    "step_waiting": {"step": "identity", "reason": "", "who": "carrier", "until": "2026-12-01"},
    "step_resumed": {"step": "identity"},
    "step_reopened": {"step": "balance", "reason": "Topped up since"},
    "step_rechecked": {"step": "balance"},
    "gate_overridden": {"step": "submission", "reason": "Bank is closed", "obstacles": ["step_open:backup"]},
    "contact_logged": {
        "channel": "call",
        "outcome": "receipt",
        "agent": "Oksana",
        "note": "Has it",
        "number": "N-1",
        "promised_by": "2026-12-01",
    },
    "request_number_added": {"number": "N-2", "given_by": "Oksana", "given_on": "2026-11-20"},
    "refund_given_up": {"amount": "100.00", "currency": "RUB", "reason": "Carrier is bankrupt"},
    "late_charge": {"amount": "300.00", "currency": "RUB", "charged_on": "2026-11-20", "what": "Monthly fee"},
    "refused": {"round": 1, "reason": "Not the holder"},
    "follow_up_changed": {"before": "2026-11-20", "after": "2026-11-25", "reason": "Holiday"},
    "target_changed": {"before": None, "after": "2026-12-01"},
    "assigned": {"to": "Zhou Kai"},
    "closed": {"outcome": "terminated", "reason": ""},
    "reopened": {"reason": "Charged again", "outcome": "terminated"},
    "late_reply_dismissed": {"reason": "Advertising"},
    "late_charge_dismissed": {"reason": "Our own order"},
    "decided_anew": {"text": "LC-7K3F9Q", "until": "2027-03-01"},
    "exported": {"what": "requests", "form": "csv", "rows": 3000, "masked": True, "identity": True},
    "evidence_added": {"evidence": 7, "name": "receipt.pdf", "kind": "receipt", "step": "submission"},
    "evidence_changed": {"evidence": 7, "name": "receipt.pdf", "kind": "receipt"},
    "evidence_removed": {"evidence": 7, "name": "receipt.pdf", "kind": "receipt", "reason": "Wrong request"},
    "evidence_shown": {"evidence": 7, "kind": "identity"},
    "evidence_expired": {"evidence": 7, "kind": "identity"},
    "deadline_moved": {
        "before": "2026-11-18",
        "after": "2026-11-19",
        "day": "2026-11-13",
        "name": "Bridge day",
        "removed": False,
    },
    "overdue": {"day": "2026-11-18"},
    "reminder_due": {"day": "2026-11-18"},
    "recheck_due": {"day": "2026-05-18"},
    "suspension_ends": {"day": "2027-03-01"},
    "suspension_end_corrected": {"before": "2027-03-01", "after": "2027-06-01", "reason": "SMS of today"},
    "suspension_end_unknown": {"before": "2027-03-01", "look_again_on": "2027-01-15", "reason": "Nobody named it"},
    "suspension_end_named": {"day": "2027-03-01", "reason": "The hotline says so"},
    "holder_asked": {"step": "identity", "ask": "document", "reason": "The first page", "until": "2026-12-01"},
    "holder_done": {"step": "backup", "ask": "unlink"},
    "holder_uploaded": {"step": "identity", "files": 2},
    "holder_link_made": {"until": "2026-12-05", "language": "ru", "replaced": True},
    "holder_link_renewed": {"until": "2026-12-05"},
    "holder_link_revoked": {},
    "tagged": {"names": ["Urgent", "VIP"]},
    "untagged": {"names": ["Urgent"]},
    "dossier_made": {"form": "zip", "sha256": "0" * 64, "identity": 1},
    "sim_added": {"accepted": {}},
    "sim_restored": {"file": "cards.csv", "fields": ["nickname"]},
    "sim_imported": {"file": "cards.csv", "row": 12, "doubts": ["iccid.check_digit"]},
    "sim_edited": {"fields": ["nickname"]},
    "sender_details_kept": {},
    "sender_details_forgotten": {},
    "carrier_added": {},
    "carrier_edited": {"fields": ["names"]},
    "fact_added": {"fact": "fee", "text": "No fee."},
    "fact_edited": {"fact": "fee", "text": "No fee."},
    "fact_checked": {"fact": "fee", "text": "No fee."},
}


def said(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    with translation.override("en"):
        made = sentence(kind, payload, TODAY)
    return made.title, made.text


def test_every_kind_that_is_written_has_a_sentence() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in MODELS.glob("*.py"))
    written = set(re.findall(r'(?:note\(\s*|kind=)"([a-z_]+)"', source))
    written |= set(re.findall(r'"([a-z]+_[a-z]+)" if result is StepState.DONE else "([a-z_]+)"', source)[0])
    written |= {f"step_{state}" for state in (StepState.BLOCKED, StepState.WAITING)}
    written |= set(re.findall(r'version, "(fact_[a-z]+)"|"(fact_edited)",', source)[0]) - {""}
    assert len(written) > 20, "the pattern does not fit the code any more"
    assert written <= KINDS


def test_there_is_a_sample_of_every_kind() -> None:
    assert set(PAYLOADS) == KINDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_in_every_language(kind: str, language: str) -> None:
    with translation.override(language):
        for payload in (PAYLOADS[kind], {}):
            made = sentence(kind, payload, TODAY)
            assert made.title
            assert not re.search(r"%\(|None|\bstep_", made.title + made.text)


def test_icons_and_colours_exist() -> None:
    icons = (settings.BASE_DIR / "static" / "icons.svg").read_text(encoding="utf-8")
    styles = (settings.BASE_DIR / "static" / "css" / "app" / "tokens.css").read_text(encoding="utf-8")
    for kind in KINDS:
        for payload in (PAYLOADS[kind], {}):
            made = sentence(kind, payload, TODAY)
            assert f'id="i-{made.icon}"' in icons, kind
            assert f".{made.colour}" in styles, kind


def test_an_unknown_kind_is_shown_by_its_name() -> None:
    assert sentence("moved_to_the_moon", {"step": "policy"}, TODAY) == Sentence("moved_to_the_moon")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(st.text(max_size=8), inside, max_size=2),
    max_leaves=5,
)
names = sorted({name for payload in PAYLOADS.values() for name in payload} | {"received", "currency", "amount"})


@hypothesis_settings(deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(names), json_values))
def test_no_payload_breaks_the_page(kind: str, payload: dict[str, Any]) -> None:
    assert sentence(kind, payload, TODAY).title


@pytest.mark.parametrize(
    ("kind", "payload", "expected"),
    [
        ("opened", PAYLOADS["opened"], ("Request opened", "End date asked for: Tue 1 Dec · Back home")),
        ("opened", {"reason": "", "end": None}, ("Request opened", "")),
        (
            "step_completed",
            PAYLOADS["step_completed"],
            ("Done: Submit the request", "Sent on Fri 20 Nov · Request number N-1"),
        ),
        (
            "step_completed",
            {"step": "confirmation", "end_date": "2026-12-01", "confirmation_number": "C-9"},
            ("Done: Carrier's reply", "Contract ends on Tue 1 Dec · C-9"),
        ),
        (
            "step_completed",
            {"step": "verification", "checked_on": "2026-12-01"},
            ("Done: Check that service really ended", "Checked on Tue 1 Dec"),
        ),
        ("step_completed", {"step": "policy"}, ("Done: Check the cancellation policy", "")),
        ("step_recorded", PAYLOADS["step_recorded"], ("The carrier wants something", "A passport copy")),
        (
            "step_recorded",
            {"step": "bill_check", "result": "charged", "amount": "100.00", "currency": "RUB"},
            ("Charged after the end date", "RUB 100"),
        ),
        (
            "step_recorded",
            {"step": "refund", "received": "12.50", "currency": "EUR"},
            ("Part of the refund received", "€12.50"),
        ),
        (
            "step_blocked",
            PAYLOADS["step_blocked"],
            ("Blocked: Identity check", "No passport · Waiting on holder · Look again on Tue 1 Dec"),
        ),
        (
            "contact_logged",
            PAYLOADS["contact_logged"],
            ("Call · Received it", "Oksana · Has it · Request number N-1 · Promised by Tue 1 Dec"),
        ),
        ("refused", {"round": 2, "reason": "No"}, ("Refused by the carrier, round 3 begins", "No")),
        (
            "follow_up_changed",
            PAYLOADS["follow_up_changed"],
            ("Next look moved", "Fri 20 Nov → Wed 25 Nov · Holiday"),
        ),
        ("target_changed", PAYLOADS["target_changed"], ("End date asked for changed", "Tue 1 Dec")),
        ("assigned", {"to": "Zhou Kai"}, ("Assigned to Zhou Kai", "")),
        ("assigned", {"to": ""}, ("Assigned to nobody", "")),
        ("closed", {"outcome": "withdrawn", "reason": "Moved"}, ("Closed: Withdrawn", "Moved")),
        ("closed", {}, ("Request closed", "")),
    ],
)
def test_what_is_said(kind: str, payload: dict[str, Any], expected: tuple[str, str]) -> None:
    title, text = said(kind, payload)
    assert (title, text.replace(",", "").replace("\xa0", " ")) == expected
