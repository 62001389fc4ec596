"""Days that people type: between a sensible past and a sensible future, and for what has happened not after today."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms import Form

from cancellations.domain.typed import OVER
from cancellations.forms.contact import MomentField
from cancellations.forms.course import FollowUpForm, HoldUpForm, NoEndForm, RequestNumberForm
from cancellations.forms.fields import DayField
from cancellations.forms.holder import AskForm
from cancellations.forms.steps import STEP_FORMS

pytestmark = pytest.mark.usefixtures("a_saturday")

PAST = {
    "balance": {"seen_on"},
    "identity": {"shown_on"},
    "submission": {"submitted_on"},
    "confirmation": {"replied_on"},
    "verification": {"checked_on"},
    "refund": {"received_on"},
    "bill_check": {"checked_on", "charged_on"},
}


def refusal(field: DayField | MomentField, typed: str) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(typed)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("typed", ["2000-01-01", "2026-11-22", "31.12.2036"])
def test_sensible_days(typed: str) -> None:
    assert isinstance(DayField().clean(typed), date)


@pytest.mark.parametrize("typed", ["1999-12-31", "31.12.1991", "1900-01-01", "0026-11-21"])
def test_too_long_ago(typed: str) -> None:
    assert refusal(DayField(), typed) == "This day is too long ago. Enter a day of the year 2000 or later."


@pytest.mark.parametrize("typed", ["2037-01-01", "01.01.2062", "2099-12-31", "9999-12-31"])
def test_too_far_ahead(typed: str) -> None:
    assert refusal(DayField(), typed) == "This day is too far ahead. Enter a day not later than the year 2036."


def test_what_is_to_be_done_is_not_over() -> None:
    field = DayField(ahead=True)
    assert refusal(field, "2026-11-19") == refusal(field, "2025-12-01") == str(OVER)
    assert {str(field.clean(day)) for day in ("2026-11-20", "2026-12-01")} == {"2026-11-20", "2026-12-01"}


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (FollowUpForm, "on"),
        (HoldUpForm, "until"),
        (NoEndForm, "look_again_on"),
        (AskForm, "until"),
    ],
)
def test_days_to_look_again_are_ahead(form: type[Form], name: str) -> None:
    field = form.base_fields[name]
    assert isinstance(field, DayField)
    assert field.ahead


def test_what_has_happened_is_not_to_come() -> None:
    field = DayField(past=True)
    assert field.clean("2026-11-21") == date(2026, 11, 21)
    assert refusal(field, "2026-11-22") == "This day is still to come."


@pytest.mark.parametrize(("key", "form"), STEP_FORMS.items())
def test_which_days_of_steps_have_happened(key: str, form: type[Form]) -> None:
    fields: dict[str, Any] = dict(form.base_fields)
    days = {name for name, field in fields.items() if isinstance(field, DayField) and field.past}
    assert days == PAST.get(key, set())


def test_the_browser_knows_the_limits() -> None:
    assert 'min="2026-11-20" max="2036-12-31"' in str(FollowUpForm()["on"])
    assert 'min="2000-01-01" max="2026-11-21"' in str(RequestNumberForm(today=date(2026, 11, 21))["given_on"])


def test_a_contact_has_happened_in_our_time() -> None:
    assert "day and time" in refusal(MomentField(), "1999-12-31T23:59")
