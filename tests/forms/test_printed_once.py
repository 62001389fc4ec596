"""The untouched form of a step is printed once for all cases it looks alike in, and only for those."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from cancellations.domain.playbook import SimKind, StepKey
from cancellations.forms.steps import STEP_FORMS, base
from cancellations.forms.steps.base import StepForm
from cancellations.models import Cancellation, Step, User
from tests.cases import END, case_of, sim_of

pytestmark = pytest.mark.usefixtures("a_saturday")

K = StepKey


def form_of(case: Cancellation, key: StepKey, data: dict[str, str] | None = None, **saved: object) -> StepForm:
    return STEP_FORMS[key](data, case=case, step=Step(key=key, data=saved), today=date(2026, 11, 21))


@pytest.fixture
def cases(owner: User) -> list[Cancellation]:
    """Cases that forms could differ by."""
    return [
        case_of(owner, sim=sim_of(owner)),
        case_of(owner, sim=sim_of(owner, currency="EUR"), requested_end_date=END),
        case_of(owner, sim=sim_of(owner, kind=SimKind.ESIM, devices=["Pixel 9", "iPad"])),
        case_of(owner, sim=sim_of(owner, kind=SimKind.ESIM, devices=["<b>iPhone</b>"])),
    ]


@pytest.mark.parametrize("key", list(K))
def test_what_is_kept_is_what_would_be_printed(cases: list[Cancellation], key: StepKey) -> None:
    for language in ("en", "ru", "zh-hans", "en"):
        with override(language):
            for case in [*cases, *cases]:
                assert form_of(case, key).printed() == form_of(case, key)._print()


def test_devices_are_those_of_the_card(cases: list[Cancellation]) -> None:
    first, second = (form_of(case, K.DEVICES).printed() for case in cases[2:])
    assert "Pixel 9" in first
    assert "Pixel 9" not in second
    assert "&lt;b&gt;iPhone&lt;/b&gt;" in second


def test_what_somebody_typed_is_never_kept(cases: list[Cancellation]) -> None:
    assert "secret" in form_of(cases[0], K.DECISION, note="secret").printed()
    assert "typed" in form_of(cases[0], K.DECISION, {"note": "typed"}).printed()
    untouched = form_of(cases[0], K.DECISION).printed()
    assert "secret" not in untouched
    assert "typed" not in untouched


def test_answers_chosen_before_are_kept_apart_from_others(cases: list[Cancellation]) -> None:
    started: dict[str, Any] = {"receives_sms": "yes", "accounts": {"banks": "moved"}, "others": ""}
    for saved in (started, {**started, "accounts": {"banks": "attached"}}, {}, {**started, "others": "a secret"}):
        form = form_of(cases[0], K.BACKUP, **saved)
        assert form.printed() == form_of(cases[0], K.BACKUP, **saved)._print()
    assert "secret" not in form_of(cases[0], K.BACKUP, **started).printed()
    assert not any("secret" in str(look) for look in base._PRINTED)
