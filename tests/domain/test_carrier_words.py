"""Everything that is coded about carriers and cards has words; sections hold every kind of fact once."""

import pytest

from cancellations.domain.carrier_file import CarrierKind, FactKind, ProcessingUnit, Tier
from cancellations.domain.carrier_words import (
    CARRIER_FIELDS,
    CARRIER_KINDS,
    FACT_KINDS,
    SECTIONS,
    TIERS,
    UNITS,
    what_changed_of_carrier,
    which_fact,
)
from cancellations.domain.sim_words import what_changed_of_card
from cancellations.forms.carrier import EditCarrierForm
from cancellations.models import Carrier, CarrierFact


def test_nothing_coded_lacks_its_words() -> None:
    assert set(CARRIER_KINDS) == set(CarrierKind) == {kind.value for kind in Carrier.Kind}
    assert set(UNITS) == set(ProcessingUnit)
    assert set(FACT_KINDS) == set(FactKind)
    assert set(TIERS) == {*Tier, CarrierFact.OWN}
    asked = {name for name in EditCarrierForm.base_fields if not name.startswith("name_")}
    assert set(CARRIER_FIELDS) == (asked - {"version", "form_key"}) | {"names"}


def test_every_kind_of_fact_stands_in_one_section() -> None:
    placed = [kind for section in SECTIONS for kind in section.kinds]
    assert sorted(placed) == sorted(FactKind)


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"fields": ["names", "refund_days"]}, "Names, Days until a refund"),
        ({"fields": ["of_a_newer_release"]}, "of_a_newer_release"),
        ({"fields": None}, ""),
        ({}, ""),
    ],
)
def test_what_changed_of_a_carrier(payload: dict[str, object], said: str) -> None:
    assert what_changed_of_carrier(payload) == said


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"fact": "fee", "text": "No fee."}, "Fee · No fee."),
        ({"fact": "unknown", "text": ""}, "unknown"),
        ({}, ""),
    ],
)
def test_which_fact(payload: dict[str, object], said: str) -> None:
    assert which_fact(payload) == said


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"accepted": {}}, ""),
        ({"fields": ["nickname", "plan"], "accepted": {}}, "Nickname, Plan"),
        (
            {"fields": ["iccid"], "accepted": {"iccid.check_digit": "printed so"}},
            "ICCID · ICCID, the check digit does not fit: printed so",
        ),
        ({"accepted": {"odd": 1}, "fields": 3}, "odd, : 1"),
    ],
)
def test_what_changed_of_a_card(payload: dict[str, object], said: str) -> None:
    assert what_changed_of_card(payload) == said
