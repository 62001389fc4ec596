"""What is known of a carrier: every fact with source, date and trust."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils import timezone

from cancellations.domain.carrier_file import FactKind, ShippedFact, Tier, is_plain
from cancellations.domain.deadlines import RECHECK_DAYS
from cancellations.domain.errors import Stale
from cancellations.domain.json_record import is_web_address
from cancellations.domain.mail_link import address_in
from cancellations.domain.roles import Right
from cancellations.domain.text import LINE
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.carrier import Carrier, name_in_language
from cancellations.models.event import Event
from cancellations.models.people import User

_TOLD_BY = {"processing_days": "processing_time", "notice_days": "notice_period", "refund_days": "refund"}
AFTER_THE_SHIPPED = 999  # position of what a workspace adds itself


class CarrierFactQuerySet(WorkspaceQuerySet["CarrierFact"]):
    def shown(self) -> Self:
        """Facts that may be shown, in the order of the file: of a tier with sources, or our own."""
        tiers = [*(tier.value for tier in Tier), CarrierFact.OWN]
        return self.filter(tier__in=tiers).order_by("position", "pk")

    def trusted_email(self, carrier: Carrier) -> str:
        """The carrier's e-mail address, from the first fact that names one and needs no second check; else nothing."""
        facts = self.filter(workspace_id=carrier.workspace_id, carrier=carrier, kind=FactKind.EMAIL).shown()
        found = (address_in(str(fact.value or fact.own_text)) for fact in facts if fact.is_plain)
        return next((address for address in found if address), "")

    def rule_sources(self) -> dict[str, dict[str, str]]:
        """Where a carrier's day counts were read: for each, the first fact about it that needs no second check."""
        rules = {kind: name for name, kind in _TOLD_BY.items()}
        facts = [fact for fact in self.filter(kind__in=rules).shown() if fact.is_plain]
        sources: dict[str, dict[str, str]] = {}
        for fact in facts:
            as_of = fact.checked_on.isoformat() if fact.checked_on else fact.as_of
            sources.setdefault(rules[fact.kind], {"source": fact.source, "as_of": as_of})
        return sources

    def load_shipped(self, carrier: Carrier, shipped: Iterable[ShippedFact]) -> None:
        """Add, change and remove what this release tells otherwise; edited facts stay as they are."""
        have = {fact.shipped_key: fact for fact in self.filter(carrier=carrier).exclude(shipped_key="")}
        new = []
        for position, one in enumerate(shipped):
            fact = have.pop(one.key, None)
            if fact is None:
                fact = self.model(workspace_id=carrier.workspace_id, carrier=carrier, shipped_key=one.key)
                fact.take_over(one, position)
                new.append(fact)
            elif fact.take_over(one, position):
                fact.save()
        self.bulk_create(new)
        gone = [fact.pk for fact in have.values() if fact.edited_at is None]
        self.filter(pk__in=gone).delete()

    def add_own(
        self, carrier: Carrier, by: User, *, kind: str, text: str, source: str, value: Any = None
    ) -> "CarrierFact":
        """What somebody of the workspace found out, today."""
        by.must(Right.WORK)
        with transaction.atomic():
            fact = self.create(
                workspace_id=carrier.workspace_id,
                carrier=carrier,
                kind=kind,
                own_text=text,
                source=source,
                value=value,
                tier=CarrierFact.OWN,
                position=AFTER_THE_SHIPPED,
                checked_on=timezone.localdate(),
                checked_by=by,
                edited_at=timezone.now(),
            )
            fact.note("fact_added", by)
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
    as_of = models.CharField(max_length=10, blank=True, help_text="YYYY, YYYY-MM or YYYY-MM-DD as on the source")
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
    def note_text(self) -> str:
        """What to bear in mind with it; only shipped facts have that."""
        return "" if self.own_text else name_in_language(self.notes)

    @property
    def source_url(self) -> str:
        """The source when it is an address that can be opened."""
        return self.source if is_web_address(self.source) else ""

    @property
    def number(self) -> str:
        """The number to dial, as it is dialled; not always E.164: 0890 is one too."""
        return str(self.value["number"]) if isinstance(self.value, dict) and "number" in self.value else ""

    @property
    def is_plain(self) -> bool:
        """Shown without "check with the carrier": told or checked by us, or of a good source."""
        return self.tier == self.OWN or self.checked_on is not None or is_plain(self.tier, self.confidence)

    def is_old(self, today: date) -> bool:
        """Whether it should be checked again: older than 180 days, or of unknown age."""
        oldest = today - timedelta(days=RECHECK_DAYS)
        if self.checked_on:
            return self.checked_on < oldest
        return not self.as_of or self.as_of < oldest.isoformat()[: len(self.as_of)]

    def edit(self, by: User, *, version: int, text: str, source: str, value: Any = None) -> None:
        """The workspace's own words instead of the shipped ones; later releases leave them alone.

        Raises Stale when `version` is not the fact's any more.
        """
        by.must(Right.WORK)
        self._change(
            by,
            version,
            "fact_edited",
            own_text=text,
            source=source,
            value=value,
            as_of="",
            tier=self.OWN,
            confidence="",
            edited_at=timezone.now(),
        )

    def mark_checked(self, by: User, *, version: int) -> None:
        """Somebody asked or looked today, and it is still so. Raises Stale when the text was changed."""
        by.must(Right.WORK)
        self._change(by, version, "fact_checked")

    def take_over(self, shipped: ShippedFact, position: int) -> bool:
        """Set what the shipped file says, unless users edited it. Whether there is something to save.

        A changed text has not been checked by anybody, and a form made from the old one is out of date.
        """
        moved = self.position != position
        self.position = position
        fingerprint = shipped.fingerprint()
        if self.edited_at is not None or self.shipped_fingerprint == fingerprint:
            return moved
        if self.pk is not None:
            self.version += 1
        self.kind, self.shipped_fingerprint = shipped.kind.value, fingerprint
        self.texts, self.notes = dict(shipped.text), dict(shipped.note or {})
        self.value, self.source, self.as_of = shipped.value, shipped.source, shipped.as_of or ""
        self.tier, self.confidence = shipped.tier.value, shipped.confidence.value
        self.checked_on, self.checked_by = None, None
        return True

    def note(self, kind: str, by: User) -> None:
        """One event about this fact, part of the verb's transaction."""
        Event.objects.create(
            workspace_id=self.workspace_id,
            carrier_id=self.carrier_id,
            kind=kind,
            by=by,
            payload={"fact": self.kind, "text": self.text[:200]},
        )

    def _change(self, by: User, version: int, kind: str, **fields: Any) -> None:
        with transaction.atomic():
            checked = {"checked_on": timezone.localdate(), "checked_by": by, "version": version + 1}
            if not type(self).objects.filter(pk=self.pk, version=version).update(**fields, **checked):
                raise Stale
            self.refresh_from_db()
            self.note(kind, by)
