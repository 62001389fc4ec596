"""The carriers shipped with Lastcall, and the reader of the file that holds them.

A fact is never shown without its source, date and trust. The file leaves out what is only remembered or
made up by a machine: for that a page says "not known: ask the carrier".
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from cancellations.domain.json_record import Record, is_web_address
from cancellations.domain.playbook import RULES, StepKey

LANGUAGES = ("en", "zh-hans", "ru")


class CarrierKind(StrEnum):
    MNO = "mno"
    MVNO = "mvno"
    ESIM_RESELLER = "esim_reseller"


class FactKind(StrEnum):
    """What a fact is about, in the order of a carrier's page."""

    PROCEDURE = "procedure"
    DOCUMENTS = "documents"
    PHONE = "phone"
    EMAIL = "email"
    CHAT = "chat"
    WEBSITE = "website"
    POSTAL = "postal"
    LANGUAGES = "languages"
    HOURS = "hours"
    PROCESSING_TIME = "processing_time"
    NOTICE_PERIOD = "notice_period"
    FEE = "fee"
    REFUND = "refund"
    INACTIVITY = "inactivity"
    SUSPENSION = "suspension"
    ESIM = "esim"
    ICCID = "iccid"
    IMSI = "imsi"
    NUMBER_REUSE = "number_reuse"
    COMPLAINT = "complaint"
    DEBT_RISK = "debt_risk"


# how a carrier lets its customers go
POLICY_KINDS = frozenset(
    {
        FactKind.PROCEDURE,
        FactKind.DOCUMENTS,
        FactKind.NOTICE_PERIOD,
        FactKind.PROCESSING_TIME,
        FactKind.FEE,
        FactKind.REFUND,
        FactKind.INACTIVITY,
        FactKind.SUSPENSION,
        FactKind.ESIM,
    }
)


class Tier(StrEnum):
    """Where a fact comes from."""

    A = "A"  # official page of the carrier, seller, regulator or standard body
    B = "B"  # press, law database, court, or software test data
    C = "C"  # third-party how-to


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class PhoneType(StrEnum):
    SHORT = "short"
    NATIONAL = "national"
    FROM_ABROAD = "from_abroad"


class ProcessingUnit(StrEnum):
    CALENDAR = "calendar"
    WORKING = "working"
    BILLING_MONTH = "billing_month"


@dataclass(frozen=True)
class ShippedFact:
    """One thing known about a carrier. `as_of`: date seen on the source (year, month or day), if any."""

    key: str
    kind: FactKind
    text: Mapping[str, str]
    value: Any
    source: str
    as_of: str | None
    tier: Tier
    confidence: Confidence
    note: Mapping[str, str] | None

    @property
    def source_url(self) -> str | None:
        """The source as a web address; None for a source that can only be cited."""
        return self.source if is_web_address(self.source) else None

    def fingerprint(self) -> str:
        """SHA-256 of all that the fact says: tells whether a later release changed it."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class ShippedRules:
    """Day counts; None where no trusted source names one."""

    receipt_days: int
    processing_days: int | None
    processing_unit: ProcessingUnit
    notice_days: int | None
    refund_days: int


@dataclass(frozen=True)
class ShippedCarrier:
    """A carrier as released. `country` and `time_zone` are those of its head office, if known."""

    id: str
    country: str | None
    kind: CarrierKind
    time_zone: str | None
    names: Mapping[str, str]
    mccmnc: tuple[str, ...]
    website: str | None
    not_applicable_steps: tuple[StepKey, ...]
    rules: ShippedRules
    iccid_prefixes: tuple[str, ...]
    facts: tuple[ShippedFact, ...]


def is_plain(tier: str, confidence: str) -> bool:
    """Whether a fact may be shown without "check with the carrier"."""
    return tier in {Tier.A, Tier.B} and confidence == Confidence.HIGH


def read_carriers(path: Path) -> tuple[ShippedCarrier, ...]:
    """The carriers in the order of the file; ValueError names the carrier, fact and field that are wrong."""
    file = Record(json.loads(path.read_text(encoding="utf-8")), path.name, {"version", "carriers"})
    file.matching("version", r"\d{4}-\d\d-\d\d")
    file.partial_date("version")
    carriers = tuple(_carrier(raw, place) for place, raw in enumerate(file.items("carriers"), start=1))
    _refuse_repeats([carrier.id for carrier in carriers], path.name)
    return carriers


def _carrier(raw: object, place: int) -> ShippedCarrier:
    record = Record(raw, f"carrier {_name_in(raw, 'id') or place}", _field_names(ShippedCarrier))
    facts = tuple(_fact(item, record.where) for item in record.items("facts"))
    _refuse_repeats([fact.key for fact in facts], record.where)
    return ShippedCarrier(
        id=record.matching("id", r"[a-z]{2}(-[a-z0-9]+)+"),
        country=record.matching("country", r"[A-Z]{2}") if record.has("country") else None,
        kind=record.choice("kind", CarrierKind),
        time_zone=record.time_zone("time_zone") if record.has("time_zone") else None,
        names=record.texts("names", LANGUAGES),
        mccmnc=record.codes("mccmnc", r"\d{5,6}"),
        website=record.web_address("website") if record.has("website") else None,
        not_applicable_steps=_skippable_steps(record),
        rules=_rules(record.raw["rules"], record.where),
        iccid_prefixes=record.codes("iccid_prefixes", r"89\d{2,9}"),
        facts=facts,
    )


def _rules(raw: object, carrier: str) -> ShippedRules:
    record = Record(raw, f"{carrier}, rules", _field_names(ShippedRules))
    return ShippedRules(
        receipt_days=record.days("receipt_days"),
        processing_days=record.days("processing_days") if record.has("processing_days") else None,
        processing_unit=record.choice("processing_unit", ProcessingUnit),
        notice_days=record.days("notice_days") if record.has("notice_days") else None,
        refund_days=record.days("refund_days"),
    )


def _fact(raw: object, carrier: str) -> ShippedFact:
    record = Record(raw, f"{carrier}, fact {_name_in(raw, 'key') or '?'}", _field_names(ShippedFact))
    kind = record.choice("kind", FactKind)
    return ShippedFact(
        key=record.matching("key", r"[a-z0-9]+(-[a-z0-9]+)*"),
        kind=kind,
        text=record.texts("text", LANGUAGES),
        value=_phone(record) if kind == FactKind.PHONE and record.has("value") else record.raw["value"],
        source=_source(record),
        as_of=record.partial_date("as_of") if record.has("as_of") else None,
        tier=record.choice("tier", Tier),
        confidence=record.choice("confidence", Confidence),
        note=record.texts("note", LANGUAGES) if record.has("note") else None,
    )


def _source(fact: Record) -> str:
    source = fact.web_address_or_citation("source")
    if source == "unverified":
        raise ValueError(f"{fact.where}: a fact without a source is no fact")
    return source


def _phone(fact: Record) -> dict[str, str]:
    """A support number to dial. Not E.164: 0890 is one too."""
    phone = Record(fact.raw["value"], f"{fact.where}, value", {"type", "number"})
    return {
        "type": phone.choice("type", PhoneType).value,
        "number": phone.matching("number", r"\+?\d{2,15}"),
    }


def _skippable_steps(record: Record) -> tuple[StepKey, ...]:
    skippable = {key.value for key, rule in RULES.items() if rule.skippable}
    steps = record.codes("not_applicable_steps", "|".join(sorted(skippable)))
    return tuple(StepKey(step) for step in steps)


def _refuse_repeats(names: list[str], where: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{where}: {name} is there twice")


def _name_in(raw: object, field: str) -> object:
    return raw.get(field) if isinstance(raw, dict) else None


def _field_names(shape: Any) -> set[str]:
    return {field.name for field in fields(shape)}
