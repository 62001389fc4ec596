"""Carriers: the shipped ones, kept up to date by releases, and those that a workspace adds itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language

from cancellations.domain.carrier_file import ShippedCarrier, read_carriers
from cancellations.domain.deadlines import CarrierRules, OwnDay, RuleSource, Unit
from cancellations.domain.deadlines.rules import RECEIPT_DAYS, REFUND_DAYS
from cancellations.domain.errands import ErrandKind
from cancellations.domain.errors import Stale
from cancellations.domain.roles import Right
from cancellations.domain.text import fold
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow, changed_fields
from cancellations.models.carrier_places import PART, count_of, move_all
from cancellations.models.errand import Errand
from cancellations.models.event import Event
from cancellations.models.order_columns import order_of_carrier
from cancellations.models.people import User, Workspace

RULE_FIELDS = ("receipt_days", "processing_days", "processing_unit", "notice_days", "refund_days")
_OUR_DAYS = {"receipt_days": RECEIPT_DAYS, "refund_days": REFUND_DAYS}  # shipped as our own reminders
_NO_SLUGS = {"new"}  # an address of its own below /carriers/


class CarrierQuerySet(WorkspaceQuerySet["Carrier"]):
    def by_name(self) -> Self:
        """In the order of their folded names, the same in every language."""
        return self.order_by("search_text", "pk")

    def search(self, term: str) -> Self:
        """Carriers one of whose names contains `term`, in any case, width or script."""
        return self.filter(search_text__contains=fold(term[:200]))

    def after(self, slug: str) -> Self:
        """Those that `by_name` puts behind the carrier called `slug`; all when it is not among these."""
        last = self.filter(slug=slug).values_list("search_text", "pk").first()
        if last is None:
            return self
        same_name = models.Q(search_text=last[0], pk__gt=last[1])
        return self.filter(models.Q(search_text__gt=last[0]) | same_name)

    def add_own(self, by: User, *, names: Mapping[str, str], **fields: Any) -> "Carrier":
        """A carrier that the workspace adds itself."""
        workspace_id = by.must(Right.WORK).workspace_id
        with transaction.atomic():
            slug = self._free_slug(workspace_id, next(iter(names.values()), ""))
            carrier = self.create(
                workspace_id=workspace_id,
                slug=slug,
                names=dict(names),
                search_text=_search_text(names),
                **fields,
            )
            Event.objects.create(workspace_id=workspace_id, carrier=carrier, kind="carrier_added", by=by)
        return carrier

    def load_shipped(self, workspace: Workspace, shipped: Iterable[ShippedCarrier]) -> None:
        """Bring the shipped carriers up to date; what users edited stays as they left it."""
        with transaction.atomic():
            known = self.filter(workspace=workspace).exclude(shipped_id="")
            have = {carrier.shipped_id: carrier for carrier in known}
            for one in shipped:
                carrier = have.get(one.id) or self.model(
                    workspace=workspace, shipped_id=one.id, slug=self._free_slug(workspace.pk, one.id)
                )
                carrier.take_over(one)
                carrier.facts.load_shipped(carrier, one.facts)

    def _free_slug(self, workspace_id: int, name: str) -> str:
        base = slugify(name)[:40] or "carrier"
        like = self.filter(workspace_id=workspace_id, slug__startswith=base)
        taken = _NO_SLUGS.union(like.values_list("slug", flat=True))
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
        BILLING_MONTH = "billing_month"

    slug = models.SlugField(max_length=50)
    shipped_id = models.CharField(max_length=40, blank=True)
    names = models.JSONField(default=dict, help_text="language -> name; an own carrier has one under its language")
    country = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.MNO)
    time_zone = models.CharField(max_length=64, blank=True)
    website = models.URLField(blank=True)
    not_applicable_steps = models.JSONField(default=list)
    receipt_days = models.PositiveSmallIntegerField(null=True, blank=True)
    processing_days = models.PositiveSmallIntegerField(null=True, blank=True)
    processing_unit = models.CharField(max_length=16, choices=Unit.choices, default=Unit.CALENDAR)
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
        days = {name: getattr(self, name) for name in RULE_FIELDS if getattr(self, name) is not None}
        return {**days, "country": self.country}

    def rules_to_copy(self) -> dict[str, Any]:
        """`rules`, with where those were read that the carrier itself is said to have."""
        rules = self.rules
        told = rules.keys() - {name for name, usual in _OUR_DAYS.items() if rules.get(name) == usual}
        sources = {name: source for name, source in self.facts.rule_sources().items() if name in told}
        return {**rules, "sources": sources} if sources else rules

    def rows_in_lists(self, rows: str) -> "models.QuerySet[Any]":
        """Its `sims` or its `cancellations`."""
        found: models.QuerySet[Any] = getattr(self, rows).filter(workspace=self.workspace_id)
        return found

    def edit(self, by: User, *, version: int, **fields: Any) -> Errand | None:
        """Change what the workspace says of the carrier; open cases keep the rules they were opened with.

        After another name its cards and cases move in lists: few at once, many by the errand that is given back.
        Raises Stale when `version` is not the carrier's any more.
        """
        by.must(Right.WORK)
        with transaction.atomic():
            changes = changed_fields(self, fields)
            edited, order = sorted(changes), order_of_carrier(self)
            if not changes:
                return None
            if "names" in changes:
                changes["search_text"] = _search_text(changes["names"])
            changes |= {"edited_at": timezone.now(), "version": version + 1}
            if not type(self).objects.filter(pk=self.pk, version=version).update(**changes):
                raise Stale
            self.refresh_from_db()
            Event.objects.create(
                workspace_id=self.workspace_id,
                carrier=self,
                kind="carrier_edited",
                by=by,
                payload={"fields": edited},
            )
            return self._move_in_lists(by) if order_of_carrier(self) != order else None

    def take_over(self, shipped: ShippedCarrier) -> None:
        """Set what the shipped file says, but for the fields that users edited; save if that changed any."""
        told: dict[str, Any] = {
            "names": dict(shipped.names),
            "country": shipped.country or "",
            "kind": shipped.kind.value,
            "time_zone": shipped.time_zone or "",
            "website": shipped.website or "",
            "not_applicable_steps": [step.value for step in shipped.not_applicable_steps],
            **{name: getattr(shipped.rules, name) for name in RULE_FIELDS},
        }
        ours = self._fields_edited()
        changes = changed_fields(self, {name: value for name, value in told.items() if name not in ours})
        for name, value in changes.items():
            setattr(self, name, value)
        self.search_text = _search_text(self.names)
        if self.pk is None:
            self.save(force_insert=True)
        elif changes:
            self.version += 1
            self.save()
            if "names" in changes:
                move_all(self)

    def _move_in_lists(self, by: User) -> Errand | None:
        count = count_of(self)
        if count > PART:
            what = {"carrier": self.pk}
            return Errand.objects.ask(by, ErrandKind.SORTING, what=what, title=self.name, total=count)
        move_all(self)
        return None

    def _fields_edited(self) -> set[str]:
        """What users ever changed, as the events tell."""
        if self.edited_at is None:
            return set()
        edits = Event.objects.filter(carrier=self, kind="carrier_edited").values_list("payload", flat=True)
        return {name for payload in edits for name in payload["fields"]}


@cache
def shipped_carriers() -> tuple[ShippedCarrier, ...]:
    """What this release ships."""
    return read_carriers(Path(__file__).parents[1] / "data" / "carriers.json")


def rules_from(copied: dict[str, Any], own_days: Iterable[Sequence[Any]] = ()) -> CarrierRules:
    """The rules of a case, from what was copied out of its carrier and of the workspace's own days."""
    days = {name: copied[name] for name in RULE_FIELDS if name != "processing_unit" and name in copied}
    ours = {name for name, usual in _OUR_DAYS.items() if days.get(name) == usual}
    unit = Unit(copied.get("processing_unit", Unit.CALENDAR))
    return CarrierRules(
        **days,
        unit=unit,
        country=copied.get("country", ""),
        own_days=tuple(OwnDay(date.fromisoformat(day), name, is_working) for day, name, is_working in own_days),
        sources={name: RuleSource(**source) for name, source in copied.get("sources", {}).items()},
        named=frozenset(days.keys() - ours | ({"processing_days"} if unit is Unit.BILLING_MONTH else set())),
    )


def name_in_language(texts: Mapping[str, str]) -> str:
    """The text in the reader's language, else the English one, else whichever there is."""
    return texts.get(get_language() or "en") or texts.get("en") or next(iter(texts.values()), "")


def _search_text(names: Mapping[str, str]) -> str:
    return fold(" ".join(names.values()))
