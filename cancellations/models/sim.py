"""SIM cards, physical and eSIM. No PIN, PUK or activation code has a place here."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, ClassVar, Self, cast

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.identifiers import (
    found_by_mask,
    iccid_spellings,
    mask_digits,
    mask_msisdn,
    show_msisdn,
)
from cancellations.domain.playbook import SimKind
from cancellations.domain.roles import Right
from cancellations.domain.searching import searchable
from cancellations.domain.situation import SimStatus
from cancellations.domain.text import LINE
from cancellations.models.base import SearchedRow, changed_fields
from cancellations.models.carrier import Carrier
from cancellations.models.event import Event
from cancellations.models.order_columns import (
    CARD_INDEXES,
    CARD_ORDERS,
    CardOrderColumns,
    cut,
    order_of_carrier,
    order_of_fee,
)
from cancellations.models.people import User
from cancellations.models.sim_bulk import BulkSims

NAMES = ("nickname", "holder", "plan")
IDENTIFIERS = ("msisdn", "iccid", "eid", "imsi", "imei")
EDITED = "sim_edited"
NAMELESS = "SIM"


class SimQuerySet(BulkSims):
    def add(self, by: User, *, accepted: dict[str, str] | None = None, **fields: Any) -> "Sim":
        """Record a SIM card. `accepted`: warnings that the person accepted, each with the reason typed.

        Raises SameCard when the workspace has a card with this ICCID.
        """
        sim = self.model(workspace_id=by.must(Right.WORK).workspace_id, **fields)
        sim.settle_texts()
        sim.order_carrier = order_of_carrier(sim.carrier)
        with sim.alone_with_its_iccid():
            sim.save(force_insert=True)
            sim.note_event("sim_added", by, accepted=accepted or {})
        return sim

    def with_iccid(self, iccid: str) -> Self:
        """The card with this ICCID, whether recorded with or without its check digit."""
        return self.exclude(iccid="").filter(iccid__in=iccid_spellings(iccid))

    def held_by(self, holder: str) -> Self:
        """By the index of the cards' order; what is compared there is cut, so the whole name is compared as well."""
        return self.filter(order_holder=cut(holder), holder=holder)

    def held_like(self, typed: str) -> list[str]:
        """The holders, as they are recorded, whose name begins as the typed one does."""
        return list(self.filter(order_holder=cut(typed)).order_by("holder").values_list("holder", flat=True).distinct())

    def billed(self) -> models.QuerySet["Sim", dict[str, Any]]:
        """What still goes out every month, per currency; never added up across currencies."""
        rows = (
            self.filter(status=SimStatus.CANCELLING, monthly_fee__gt=0)
            .values("currency")
            .annotate(monthly=models.Sum("monthly_fee"), cards=models.Count("id"))
            .order_by("-monthly")
        )
        return cast("models.QuerySet[Sim, dict[str, Any]]", rows)


class Sim(CardOrderColumns, SearchedRow):
    """One SIM card: what is printed on it, who holds it, what it costs."""

    carrier = models.ForeignKey(Carrier, models.PROTECT, related_name="sims")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.name) for kind in SimKind])
    status = models.CharField(max_length=10, default=SimStatus.ACTIVE)
    nickname = models.CharField(max_length=LINE, blank=True)
    holder = models.CharField(max_length=LINE, blank=True)
    msisdn = models.CharField(max_length=16, blank=True, help_text="E.164")
    iccid = models.CharField(max_length=20, blank=True)
    eid = models.CharField(max_length=32, blank=True)
    imsi = models.CharField(max_length=15, blank=True)
    imei = models.CharField(max_length=15, blank=True)
    plan = models.CharField(max_length=LINE, blank=True)
    monthly_fee = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217")
    billing_day = models.PositiveSmallIntegerField(null=True, blank=True)
    devices = models.JSONField(default=list, help_text="names of the devices that the profile is installed on")
    note = models.TextField(blank=True)
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[SimQuerySet] = SimQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "iccid"], condition=~Q(iccid=""), name="iccid_once_in_a_workspace"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "-id"], name="sim_newest"),
            models.Index(fields=["workspace", "msisdn"], name="sim_number"),
            models.Index(fields=["workspace", "status", "currency", "monthly_fee"], name="sim_billed"),
            *CARD_INDEXES,
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What people call the card: nickname, else number, else the end of the ICCID."""
        return title_of(self.nickname, self.holder, self.msisdn, self.iccid, full=False)

    @property
    def number(self) -> str:
        return show_msisdn(self.msisdn) if self.msisdn else ""

    @property
    def fee(self) -> tuple[Decimal, str] | None:
        return (self.monthly_fee, self.currency) if self.monthly_fee is not None else None

    def settle_texts(self) -> None:
        """Set what the card is found and sorted by, but for the name of its carrier."""
        names = [getattr(self, name) for name in NAMES]
        numbers = [getattr(self, name) for name in IDENTIFIERS]
        masks = [mask_msisdn(self.msisdn), *map(mask_digits, numbers[1:])]
        self.search_text = searchable("\n".join(filter(None, [*names, *numbers])))
        self.search_text_masked = searchable("\n".join(filter(None, [*names, *map(found_by_mask, masks)])))
        number = masks[0] or masks[1]
        self.order_title, self.order_number = cut(self.nickname or number or self.holder or NAMELESS), cut(number)
        self.order_holder, self.order_plan = cut(self.holder), cut(self.plan)
        self.order_fee = order_of_fee(self.monthly_fee, self.currency)

    def edit(self, by: User, *, version: int, accepted: dict[str, str] | None = None, **fields: Any) -> None:
        """Change what is known of the card; its cases are found by the new texts at once.

        Raises Stale, also when it is gone, SameCard, and NotPossible for carrier or kind of a card with an open case.
        """
        by.must(Right.WORK)
        changes = changed_fields(self, fields)
        columns = [str(self._meta.get_field(name).attname) for name in sorted(changes)]  # type: ignore[union-attr] # columns
        before = {column: getattr(self, column) for column in columns}
        for name, value in changes.items():
            setattr(self, name, value)
        with self.alone_with_its_iccid():
            held = type(self).objects.select_for_update().filter(pk=self.pk).first()
            if held is None or held.version != version:
                raise Stale
            if not changes:
                return
            if not changes.keys().isdisjoint({"carrier", "kind"}):
                self._refuse_while_a_case_is_open()
            self.version = version + 1
            self.settle_texts()
            if "carrier" in changes:
                self.order_carrier = order_of_carrier(self.carrier)
            orders = [name for name in CARD_ORDERS if name != "order_carrier" or "carrier" in changes]
            self.save(update_fields=[*changes, "version", "search_text", "search_text_masked", *orders])
            for case in self.cancellations.select_for_update():
                case.follow_sim(self)
            self.note_event(EDITED, by, fields=sorted(changes), before=before, accepted=accepted or {})

    def note_event(self, kind: str, by: User, **payload: Any) -> None:
        """One event about this card, part of the verb's transaction."""
        Event.objects.create(workspace_id=self.workspace_id, sim=self, kind=kind, by=by, payload=payload)

    @contextmanager
    def alone_with_its_iccid(self) -> Iterator[None]:
        """A transaction in which the workspace has no other card with this ICCID, in either spelling."""
        same_workspace = type(self).objects.filter(workspace_id=self.workspace_id).exclude(pk=self.pk)
        try:
            with transaction.atomic():
                type(self).objects.hold(self.workspace_id)
                if self.iccid and same_workspace.with_iccid(self.iccid).exists():
                    raise SameCard
                yield
        except IntegrityError as error:
            if "iccid" in str(error):
                raise SameCard from error
            raise

    def _refuse_while_a_case_is_open(self) -> None:
        if self.cancellations.filter(is_open=True).exists():
            raise NotPossible(_("Close the open request first: its steps and days are those of this carrier and kind."))


class SameCard(NotPossible):
    """The workspace has a card with this ICCID already."""

    def __init__(self) -> None:
        super().__init__(_("A SIM card with this ICCID is already recorded."))


def title_of(nickname: str, holder: str, msisdn: str, iccid: str, *, full: bool) -> str:
    """The name of a card in lists. `full`: the number unmasked."""
    if nickname:  # most have one, and to read a number takes long
        return nickname
    number = (show_msisdn(msisdn) if full else mask_msisdn(msisdn)) if msisdn else ""
    return number or (mask_digits(iccid) if iccid else "") or holder or NAMELESS
