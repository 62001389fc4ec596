"""The forms of SIM cards: identifiers in, nothing kept that is secret."""

from typing import Any

import pytest

from cancellations.forms.sim import SimFields, SimForm
from cancellations.models import Carrier, Sim, User
from tests.forms.sims.sending import BAD_CHECK_DIGIT, again
from tests.hostile import Hostile, hostile_params
from tests.sims import ICCID, TOLD

# --- identifiers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("msisdn", "8 (916) 123-45-67", "+79161234567"),
        ("msisdn", "+86 139 1234 5678", "+8613912345678"),
        ("iccid", "8970 1012 3456 7890 123", ICCID),
        ("eid", "89049032 12345123 45123456 78901235", "89049032123451234512345678901235"),
        ("imei", "49-015420-323751-8", "490154203237518"),
        ("imsi", "250 01 1234567890", "250011234567890"),
        ("iccid", " \u200b ", ""),
        ("msisdn", "", ""),
    ],
)
def test_identifiers_come_out_as_they_are_stored(form_of: Any, name: str, typed: str, stored: str) -> None:
    form = form_of(**{name: typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[name] == stored


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("msisdn", "0890", "short number"),
        ("msisdn", ICCID, "ICCID field"),
        ("iccid", "+79161234567", "phone number"),
        ("iccid", "8.97E+18", "spreadsheet"),
        ("iccid", "89701\x0001234567890123", "digits only"),
        ("eid", "89049032123451234512345678901234", "check digits"),
        ("imei", "490154203237519", "check digit"),
        ("imsi", "439011234567890", "country"),
        ("eid", "LPA:1$smdp.example$ABC", "never kept"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(form_of: Any, name: str, typed: str, said: str) -> None:
    form = form_of(**{name: typed})
    assert not form.is_valid()
    assert said in form.errors[name][0]
    assert form[name].value() == typed
    assert "accept" not in form.fields


@pytest.mark.parametrize("entry", hostile_params("phone", "iccid"))
def test_identifiers_of_the_hostile_kind(form_of: Any, entry: Hostile) -> None:
    name = "msisdn" if entry.kind == "phone" else "iccid"
    form = form_of(**{name: entry.value})
    valid = form.is_valid()
    if entry.action == "reject":
        assert not valid
    if entry.action == "normalise":
        assert form.cleaned_data[name] == entry.expect["stored"]


@pytest.mark.parametrize(("country", "valid"), [("RU", True), ("TR", False), ("", True)])
def test_a_number_without_plus_belongs_to_the_carriers_country(owner: User, country: str, valid: bool) -> None:
    """Without a country, to that of the workspace."""
    Carrier.objects.add_own(owner, names={"en": "MTS"}, country=country)
    form = SimForm(TOLD | {"msisdn": "9161234567"}, user=owner)
    assert form.is_valid() is valid


# --- the other fields -------------------------------------------------------------------------------------


def test_a_card_needs_something_to_be_called_by(form_of: Any) -> None:
    assert "nickname" in form_of(nickname="").errors
    assert not form_of(nickname="", msisdn="+79161234567").errors
    assert "msisdn" in form_of(nickname="", msisdn="x").errors
    assert "nickname" not in form_of(nickname="", msisdn="x").errors


def test_a_fee_needs_a_currency(form_of: Any) -> None:
    assert "currency" in form_of(monthly_fee="500").errors
    form = form_of(monthly_fee="１ ５００,50", currency="rub")
    assert form.is_valid()
    assert (str(form.cleaned_data["monthly_fee"]), form.cleaned_data["currency"]) == ("1500.50", "RUB")
    form = form_of(currency="RUB")
    assert form.is_valid()
    assert form.cleaned_data["currency"] == ""


def test_devices_are_one_a_line(form_of: Any) -> None:
    form = form_of(devices=" iPhone 15 \r\n\r\nPixel 8\n")
    assert form.is_valid()
    assert form.cleaned_data["devices"] == ["iPhone 15", "Pixel 8"]
    assert "devices" in form_of(devices="x\n" * 51).errors


@pytest.mark.parametrize("name", ["nickname", "holder", "plan", "note", "devices", "iccid", "msisdn"])
def test_activation_codes_are_never_taken(form_of: Any, name: str) -> None:
    assert name in form_of(**{name: "LPA:1$smdp.example.com$04386-AGYFT-A74Y8-3F815"}).errors


def test_nobody_elses_carrier_can_be_chosen(stranger: User, form_of: Any) -> None:
    theirs = Carrier.objects.add_own(stranger, names={"en": "Their own"})
    assert "carrier" in form_of(carrier=theirs.slug).errors
    assert "carrier" in form_of(carrier="").errors
    assert "carrier" in form_of(carrier="\0").errors


# --- four fields for a bigger form ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "msisdn", "iccid"),
    [
        ("8 916 123 45 67", "+79161234567", ""),
        ("8970 1012 3456 7890 123", "", ICCID),
        ("", "", ""),
    ],
)
def test_one_field_takes_the_number_or_the_iccid(
    owner: User, carrier: Carrier, typed: str, msisdn: str, iccid: str
) -> None:
    form = SimFields(TOLD | {"identifier": typed}, user=owner)
    assert form.is_valid(), form.errors
    assert form.sim_facts() == {
        "kind": "esim",
        "nickname": "Moscow",
        "carrier": carrier,
        "msisdn": msisdn,
        "iccid": iccid,
        "accepted": {},
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("8970", "short number"),
        ("897777777777777777777777777", "Too many digits"),
        ("8.97E+18", "spreadsheet"),
        ("98070121436587092143", "swapped"),
        ("not a number", "not a phone number"),
    ],
)
def test_what_is_neither_is_said(owner: User, carrier: Carrier, typed: str, said: str) -> None:
    form = SimFields(TOLD | {"identifier": typed}, user=owner)
    assert not form.is_valid()
    assert said in form.errors["identifier"][0]


def test_doubts_stand_at_the_one_field(owner: User, carrier: Carrier) -> None:
    form = SimFields(TOLD | {"identifier": BAD_CHECK_DIGIT}, user=owner)
    assert "identifier" in form.errors
    accepted = again(form, SimFields, accept="on", accept_reason="printed so")
    assert accepted.is_valid(), accepted.errors
    assert accepted.sim_facts()["accepted"] == {"iccid.check_digit": "printed so"}
    Sim.objects.add(owner, carrier=carrier, kind="esim", iccid=ICCID)
    assert SimFields(TOLD | {"identifier": ICCID}, user=owner).errors["identifier"]


def test_a_new_card_needs_a_name(owner: User, carrier: Carrier) -> None:
    assert "nickname" in SimFields(TOLD | {"nickname": ""}, user=owner).errors
