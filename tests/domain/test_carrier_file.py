"""Reading the carriers' file: what is right is read, what is wrong is refused by carrier, fact and field."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cancellations.domain.carrier_file import FactKind, ShippedCarrier, read_carriers

Spoil = Callable[[dict[str, Any]], object]

GOOD: dict[str, Any] = {
    "version": "2026-11-21",
    "carriers": [
        {
            "id": "ru-acme",
            "country": "RU",
            "kind": "mno",
            "time_zone": "Europe/Moscow",
            "names": {"en": "Acme", "zh-hans": "顶点", "ru": "Акме"},
            "mccmnc": ["25001"],
            "website": "https://acme.example",
            "not_applicable_steps": ["identity"],
            "rules": {
                "receipt_days": 3,
                "processing_days": None,
                "processing_unit": "calendar",
                "notice_days": 0,
                "refund_days": 30,
            },
            "iccid_prefixes": ["8970101"],
            "facts": [
                {
                    "key": "phone-short",
                    "kind": "phone",
                    "text": {"en": "Call 0890.", "zh-hans": "拨打0890。", "ru": "Звоните 0890."},
                    "value": {"type": "short", "number": "0890"},
                    "source": "https://acme.example/помощь",
                    "as_of": "2026-03",
                    "tier": "A",
                    "confidence": "high",
                    "note": None,
                }
            ],
        }
    ],
}


def on_carrier(**changes: object) -> Spoil:
    return lambda file: file["carriers"][0].update(changes)


def on_rules(**changes: object) -> Spoil:
    return lambda file: file["carriers"][0]["rules"].update(changes)


def on_fact(**changes: object) -> Spoil:
    return lambda file: file["carriers"][0]["facts"][0].update(changes)


def read(tmp_path: Path, content: object) -> tuple[ShippedCarrier, ...]:
    path = tmp_path / "carriers.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read_carriers(path)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (acme,) = read(tmp_path, GOOD)
    assert acme.facts[0].kind == FactKind.PHONE
    assert acme.facts[0].source_url == "https://acme.example/помощь"
    assert acme.rules.notice_days == 0


@pytest.mark.parametrize("as_of", [None, "2024", "2024-02", "2024-02-29"])
def test_a_date_is_as_exact_as_the_source(tmp_path: Path, as_of: str | None) -> None:
    content = copy.deepcopy(GOOD)
    on_fact(as_of=as_of)(content)
    assert read(tmp_path, content)[0].facts[0].as_of == as_of


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (on_fact(tier="D"), "tier"),
        (on_fact(tier="M"), "tier"),
        (on_fact(tier=None), "tier"),
        (on_fact(confidence="unverified"), "confidence"),
        (on_fact(kind="gossip"), "kind"),
        (on_fact(key="Phone short"), "key"),
        (on_fact(text=None), "text"),
        (on_fact(text={"en": "Call 0890.", "ru": "Звоните 0890."}), "text"),
        (on_fact(text={"en": "Call 0890.", "zh-hans": "", "ru": "Звоните 0890."}), "text"),
        (on_fact(note={"en": "Old."}), "note"),
        (on_fact(source="unverified"), "source"),
        (on_fact(source="javascript:alert(1)"), "source"),
        (on_fact(source="ftp://acme.example/x"), "source"),
        (on_fact(source="https://"), "source"),
        (on_fact(source="https://user@acme.example/"), "source"),
        (on_fact(source="https://[acme/"), "source"),
        (on_fact(source="https://acme.example/a b"), "source"),
        (on_fact(source=""), "source"),
        (on_fact(as_of="2025-02-30"), "as_of"),
        (on_fact(as_of="2025-13"), "as_of"),
        (on_fact(as_of="yesterday"), "as_of"),
        (on_fact(value="0890"), "value"),
        (on_fact(value={"type": "satellite", "number": "0890"}), "type"),
        (on_fact(value={"type": "short", "number": "0890;ext=1"}), "number"),
        (on_fact(surprise=1), "surprise"),
        (lambda file: file["carriers"][0]["facts"][0].pop("as_of"), "as_of"),
    ],
)
def test_a_wrong_fact_is_refused_by_carrier_and_key(tmp_path: Path, spoil: Spoil, field: str) -> None:
    content = copy.deepcopy(GOOD)
    spoil(content)
    with pytest.raises(ValueError, match=rf"carrier ru-acme, fact (phone-short|Phone short).*{field}"):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (on_carrier(id="RU acme"), "id"),
        (on_carrier(country="Russia"), "country"),
        (on_carrier(kind="shop"), "kind"),
        (on_carrier(time_zone="Europe/Atlantis"), "time_zone"),
        (on_carrier(time_zone="../../etc/passwd"), "time_zone"),
        (on_carrier(names={"en": "Acme"}), "names"),
        (on_carrier(mccmnc=["2500"]), "mccmnc"),
        (on_carrier(mccmnc=["25001", "25001"]), "mccmnc"),
        (on_carrier(mccmnc="25001"), "mccmnc"),
        (on_carrier(website="acme.example"), "website"),
        (on_carrier(not_applicable_steps=["submission"]), "not_applicable_steps"),
        (on_carrier(not_applicable_steps=["dancing"]), "not_applicable_steps"),
        (on_carrier(iccid_prefixes=["7701"]), "iccid_prefixes"),
        (on_rules(receipt_days=None), "receipt_days"),
        (on_rules(refund_days=-1), "refund_days"),
        (on_rules(refund_days=True), "refund_days"),
        (on_rules(processing_days=2.5), "processing_days"),
        (on_rules(processing_unit="lunar"), "processing_unit"),
        (on_carrier(rules=None), "rules"),
        (on_carrier(facts={}), "facts"),
        (lambda file: file["carriers"][0]["facts"].append(file["carriers"][0]["facts"][0]), "phone-short"),
    ],
)
def test_a_wrong_carrier_is_refused_by_name(tmp_path: Path, spoil: Spoil, field: str) -> None:
    content = copy.deepcopy(GOOD)
    spoil(content)
    with pytest.raises(ValueError, match=rf"carrier (ru-acme|RU acme).*{field}"):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([], "not an object"),
        ({"version": "2026-11-21"}, "carriers"),
        ({**GOOD, "version": "2026"}, "version"),
        ({**GOOD, "version": "2026-11-31"}, "version"),
        ({**GOOD, "carriers": ["ru-acme"]}, "carrier 1"),
        ({**GOOD, "carriers": GOOD["carriers"] * 2}, "ru-acme is there twice"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, content: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(tmp_path, content)


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "carriers.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="Expecting"):
        read_carriers(path)
