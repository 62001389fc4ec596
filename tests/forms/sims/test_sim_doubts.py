"""Doubtful identifiers of a SIM card: asked about once, kept when ticked."""

from typing import Any

import pytest

from cancellations.forms.sim import EditSimForm, SimForm
from cancellations.models import Carrier, Sim, User
from tests.forms.sims.sending import BAD_CHECK_DIGIT, again
from tests.sims import ICCID, TOLD


@pytest.mark.parametrize(
    ("name", "typed", "key", "said"),
    [
        ("iccid", BAD_CHECK_DIGIT, "iccid.check_digit", "check digit, does not fit"),
        ("iccid", "89701026022540153", "iccid.missing_check_digit", "897010260225401535"),
        ("msisdn", "+71123456789", "msisdn.unusual_number", "no known range"),
    ],
)
def test_a_doubtful_identifier_comes_back_once(form_of: Any, name: str, typed: str, key: str, said: str) -> None:
    form = form_of(**{name: typed})
    assert not form.is_valid()
    assert said in form.errors[name][0]
    accepted = again(form, accept="on", accept_reason="printed so")
    assert accepted.is_valid(), accepted.errors
    assert accepted.accepted == {key: "printed so"}
    assert accepted.cleaned_data[name] == typed
    assert set(accepted.facts()) == set(SimForm.base_fields) - {"form_key"}


def test_without_a_tick_it_comes_back_again(form_of: Any) -> None:
    form = form_of(iccid=BAD_CHECK_DIGIT)
    form.is_valid()
    second = again(form, accept_reason="printed so")
    assert not second.is_valid()
    assert "iccid" in second.errors


def test_a_tick_without_a_reason_is_asked_for_one(form_of: Any) -> None:
    form = form_of(iccid=BAD_CHECK_DIGIT)
    form.is_valid()
    second = again(form, accept="on", accept_reason=" \u200b ")
    assert not second.is_valid()
    assert list(second.errors) == ["accept_reason"]
    assert second["accept"].value()


def test_a_tick_counts_for_what_it_was_shown_with(form_of: Any) -> None:
    form = form_of(iccid=BAD_CHECK_DIGIT)
    form.is_valid()
    other = again(form, accept="on", accept_reason="printed so", iccid="8970101234567890125")
    assert not other.is_valid()
    assert "iccid" in other.errors
    assert not other["accept"].value()
    third = again(other, accept="on", accept_reason="printed so")
    assert third.is_valid()


def test_a_corrected_value_needs_no_tick(form_of: Any) -> None:
    form = form_of(iccid=BAD_CHECK_DIGIT)
    form.is_valid()
    corrected = again(form, iccid=ICCID)
    assert corrected.is_valid()
    assert corrected.accepted == {}
    assert "accept" not in corrected.fields


def test_a_made_up_tick_counts_for_nothing(form_of: Any) -> None:
    form = form_of(iccid=BAD_CHECK_DIGIT, doubts="x" * 500, accept="on", accept_reason="printed so")
    assert not form.is_valid()


def test_the_tick_stays_while_something_else_is_wrong(form_of: Any) -> None:
    form = form_of(iccid=BAD_CHECK_DIGIT)
    form.is_valid()
    second = again(form, accept="on", accept_reason="printed so", billing_day="40")
    assert not second.is_valid()
    assert list(second.errors) == ["billing_day"]
    assert second["accept"].value()


def test_the_same_number_twice_is_asked_about(owner: User, carrier: Carrier, form_of: Any) -> None:
    Sim.objects.add(owner, carrier=carrier, kind="esim", msisdn="+79161234567")
    form = form_of(msisdn="8 916 123-45-67")
    assert not form.is_valid()
    assert "Another card here has this number" in form.errors["msisdn"][0]
    assert again(form, accept="on", accept_reason="two profiles").is_valid()


def test_another_workspaces_number_is_no_doubt(stranger: User, form_of: Any) -> None:
    theirs = Carrier.objects.add_own(stranger, names={"en": "MTS"})
    Sim.objects.add(stranger, carrier=theirs, kind="esim", msisdn="+79161234567", iccid=ICCID)
    assert form_of(msisdn="+79161234567", iccid=ICCID).is_valid()


def test_what_the_card_has_already_is_not_doubted_again(owner: User, carrier: Carrier) -> None:
    sim = Sim.objects.add(owner, carrier=carrier, kind="esim", iccid=BAD_CHECK_DIGIT, msisdn="+71123456789")
    told = TOLD | {"version": "1", "iccid": BAD_CHECK_DIGIT, "msisdn": "+7 112 345 67 89"}
    assert EditSimForm(told, user=owner, sim=sim).is_valid()
    changed = EditSimForm(told | {"iccid": "8970101234567890125"}, user=owner, sim=sim)
    assert not changed.is_valid()


@pytest.mark.parametrize("typed", ["897010287534043278", "89701028753404327"])
def test_the_same_card_is_pointed_out(owner: User, carrier: Carrier, form_of: Any, typed: str) -> None:
    sim = Sim.objects.add(owner, carrier=carrier, kind="esim", iccid="897010287534043278")
    form = form_of(iccid=typed)
    assert not form.is_valid()
    assert form.same_card == sim
    assert "already recorded" in form.errors["iccid"][0]
