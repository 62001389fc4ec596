"""Carriers and what is known of them: every fact with source, date and trust."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language

from cancellations.domain.carrier_file import ShippedCarrier, ShippedFact, is_plain, read_carriers
from cancellations.domain.deadlines import CarrierRules
from cancellations.domain.errors import Stale
from cancellations.domain.roles import Right
from cancellations.domain.text import fold
from cancellations.models.base import LINE, WorkspaceQuerySet, WorkspaceRow, changed_fields
from cancellations.models.event import Event
from cancellations.models.people import User, Workspace

RECHECK_DAYS = 180  # facts older than this are to be checked again
RULE_FIELDS = ("receipt_days", "processing_days", "processing_unit", "notice_days", "refund_days")


class CarrierQuerySet(WorkspaceQuerySet["Carrier"]):
    def add_own(self, by: User, *, names: dict[str, str], **fields: Any) -> "Carrier":
        """A carrier that the workspace adds itself."""
        by.must(Right.WORK)
        with transaction.atomic():
            workspace_id = by.workspace_id
            slug = self._free_slug(workspace_id, next(iter(names.values()), ""))
            carrier = self.create(
                workspace_id=workspace_id, slug=slug, names=names, search_text=_search_text(names), **fields
            )
            Event.objects.create(workspace_id=workspace_id, carrier=carrier, kind="carrier_added", by=by)
        return carrier

    def load_shipped(self, workspace: Workspace, shipped: Iterable[ShippedCarrier]) -> None:
        """Bring the shipped carriers up to date; what users edited stays as they left it."""
        with transaction.atomic():
            have = {
                carrier.shipped_id: carrier
                for carrier in self.filter(workspace=workspace).exclude(shipped_id="")
            }
            for one in shipped:
                carrier = have.get(one.id) or self.model(workspace=workspace, shipped_id=one.id, slug=one.id)
                if carrier.edited_at is None:
                    carrier.take_over(one)
                CarrierFact.objects.load_shipped(carrier, one.facts)

    def _free_slug(self, workspace_id: int | None, name: str) -> str:
        base = slugify(name)[:40] or "carrier"
        taken = set(
            self.filter(workspace_id=workspace_id, slug__startswith=base).values_list("slug", flat=True)
        )
        slugs = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
        return next(slug for slug in slugs if slug not in taken)


class Carrier(WorkspaceRow):
    """The brand that the contract is with; an MVNO or a reseller of travel eSIMs is one too."""

    class Kind(models.TextChoices):
        MNO = "mno"
        MVNO = "mvno"
        ESIM_RESELLER = "esim_reseller"

    class Unit(models.TextChoices):
        CALENDAR = "calendar"
        WORKING = "working"

    slug = models.SlugField(max_length=50)
    shipped_id = models.CharField(max_length=40, blank=True)
    names = models.JSONField(
        default=dict, help_text="language -> name; an own carrier has one under its language"
    )
    country = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.MNO)
    time_zone = models.CharField(max_length=64, blank=True)
    website = models.URLField(blank=True)
    not_applicable_steps = models.JSONField(default=list)
    receipt_days = models.PositiveSmallIntegerField(null=True, blank=True)
    processing_days = models.PositiveSmallIntegerField(null=True, blank=True)
    processing_unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.CALENDAR)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    refund_days = models.PositiveSmallIntegerField(null=True, blank=True)
    search_text = models.TextField(blank=True)
    edited_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[CarrierQuerySet] = CarrierQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "slug"], name="carrier_slug_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return name_in_language(self.names)

    @property
    def rules(self) -> dict[str, Any]:
        """The day counts that a case copies when it opens; unknown ones are left to our defaults."""
        return {name: getattr(self, name) for name in RULE_FIELDS if getattr(self, name) is not None}

    def edit(self, by: User, *, version: int, **fields: Any) -> None:
        """Change what the workspace says of the carrier; open cases keep the rules that they were opened with."""
        by.must(Right.WORK)
        with transaction.atomic():
            changes = changed_fields(self, fields)
            if not changes:
                return
            if "names" in changes:
                changes["search_text"] = _search_text(changes["names"])
            now = timezone.now()
            won = (
                type(self)
                .objects.filter(pk=self.pk, version=version)
                .update(**changes, edited_at=now, version=version + 1)
            )
            if not won:
                raise Stale
            self.refresh_from_db()
            Event.objects.create(
                workspace_id=self.workspace_id,
                carrier=self,
                kind="carrier_edited",
                by=by,
                payload={"fields": sorted(set(changes) - {"search_text"})},
            )

    def take_over(self, shipped: ShippedCarrier) -> None:
        """Set everything from the shipped file and save."""
        self.names = dict(shipped.names)
        self.country, self.kind = shipped.country or "", shipped.kind
        self.time_zone, self.website = shipped.time_zone or "", shipped.website or ""
        self.not_applicable_steps = list(shipped.not_applicable_steps)
        for name in RULE_FIELDS:
            setattr(self, name, getattr(shipped.rules, name))
        self.search_text = _search_text(self.names)
        self.save()


class CarrierFactQuerySet(WorkspaceQuerySet["CarrierFact"]):
    def load_shipped(self, carrier: Carrier, shipped: Iterable[ShippedFact]) -> None:
        have = {fact.shipped_key: fact for fact in self.filter(carrier=carrier).exclude(shipped_key="")}
        for position, one in enumerate(shipped):
            fact = have.pop(one.key, None) or self.model(
                workspace_id=carrier.workspace_id, carrier=carrier, shipped_key=one.key
            )
            if fact.edited_at is None and fact.shipped_fingerprint != one.fingerprint():
                fact.take_over(one, position)
        gone = [fact.pk for fact in have.values() if fact.edited_at is None]
        self.filter(pk__in=gone).delete()

    def add_own(self, carrier: Carrier, by: User, **fields: Any) -> "CarrierFact":
        by.must(Right.WORK)
        with transaction.atomic():
            fact = self.create(
                workspace_id=carrier.workspace_id,
                carrier=carrier,
                tier=CarrierFact.OWN,
                position=999,
                **fields,
            )
            fact.mark_checked(by)
        return fact


class CarrierFact(WorkspaceRow):
    """One thing that is known of a carrier."""

    OWN = "own"

    carrier = models.ForeignKey(Carrier, models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=24)
    position = models.PositiveSmallIntegerField(default=0)
    texts = models.JSONField(default=dict, help_text="language -> text, as shipped")
    own_text = models.TextField(blank=True, help_text="what the workspace wrote instead, in its own words")
    notes = models.JSONField(default=dict)
    value = models.JSONField(null=True, blank=True)
    source = models.CharField(max_length=LINE, blank=True, help_text="an address, or a citation")
    as_of = models.CharField(
        max_length=10, blank=True, help_text="YYYY, YYYY-MM or YYYY-MM-DD as on the source"
    )
    tier = models.CharField(max_length=4)
    confidence = models.CharField(max_length=10, blank=True)
    shipped_key = models.CharField(max_length=60, blank=True)
    shipped_fingerprint = models.CharField(max_length=64, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[CarrierFactQuerySet] = CarrierFactQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["workspace", "carrier", "position"], name="fact_of_carrier")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.own_text or name_in_language(self.texts)

    @property
    def source_url(self) -> str:
        """The source when it is an address that can be opened."""
        return self.source if self.source.startswith(("https://", "http://")) else ""

    @property
    def note(self) -> str:
        return name_in_language(self.notes)

    @property
    def is_plain(self) -> bool:
        """Shown without "check with the carrier": an official or press source of high confidence, or our own word."""
        return self.tier == self.OWN or is_plain(self.tier, self.confidence)

    def is_old(self, today: date) -> bool:
        """Whether it should be checked again: older than 180 days, or of unknown age."""
        if self.checked_on:
            return self.checked_on < today - timedelta(days=RECHECK_DAYS)
        return self.as_of < (today - timedelta(days=RECHECK_DAYS)).isoformat()[: len(self.as_of) or 1]

    def edit(self, by: User, *, version: int, own_text: str, source: str) -> None:
        """The workspace's own words instead of the shipped ones; later releases leave them alone."""
        by.must(Right.WORK)
        self._change(
            by,
            version,
            "fact_edited",
            own_text=own_text,
            source=source,
            tier=self.OWN,
            confidence="",
            edited_at=timezone.now(),
        )

    def mark_checked(self, by: User) -> None:
        """Somebody asked or looked today, and it is still so."""
        by.must(Right.WORK)
        self._change(by, self.version, "fact_checked")

    def take_over(self, shipped: ShippedFact, position: int) -> None:
        self.kind, self.position = shipped.kind, position
        self.texts, self.notes = dict(shipped.text), dict(shipped.note or {})
        self.value, self.source, self.as_of = shipped.value, shipped.source, shipped.as_of or ""
        self.tier, self.confidence = shipped.tier, shipped.confidence
        self.shipped_fingerprint = shipped.fingerprint()
        self.save()

    def _change(self, by: User, version: int, kind: str, **fields: Any) -> None:
        with transaction.atomic():
            today = timezone.localdate()
            won = (
                type(self)
                .objects.filter(pk=self.pk, version=version)
                .update(**fields, checked_on=today, checked_by=by, version=version + 1)
            )
            if not won:
                raise Stale
            self.refresh_from_db()
            Event.objects.create(
                workspace_id=self.workspace_id,
                carrier_id=self.carrier_id,
                kind=kind,
                by=by,
                payload={"fact": self.kind, "text": self.text[:200]},
            )


@cache
def shipped_carriers() -> tuple[ShippedCarrier, ...]:
    """What this release ships."""
    return read_carriers(Path(__file__).parents[1] / "data" / "carriers.json")


def rules_from(copied: dict[str, Any]) -> CarrierRules:
    """The rules of a case, from what was copied out of its carrier."""
    known = {
        name: copied[name]
        for name in ("receipt_days", "processing_days", "refund_days", "notice_days")
        if name in copied
    }
    return CarrierRules(**known, working=copied.get("processing_unit") == Carrier.Unit.WORKING)


def name_in_language(names: dict[str, str]) -> str:
    """The text in the reader's language, else the English one, else whichever there is."""
    return names.get(get_language() or "en") or names.get("en") or next(iter(names.values()), "")


def _search_text(names: dict[str, str]) -> str:
    return fold(" ".join(names.values()))
