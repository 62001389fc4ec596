"""SIM cards, physical and eSIM. No PIN, PUK or activation code has a place here."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.identifiers import mask_digits, mask_msisdn, show_msisdn
from cancellations.domain.playbook import SimKind
from cancellations.domain.roles import Right
from cancellations.domain.situation import SimStatus
from cancellations.domain.text import fold
from cancellations.models.base import LINE, WorkspaceQuerySet, WorkspaceRow, changed_fields
from cancellations.models.carrier import Carrier
from cancellations.models.event import Event
from cancellations.models.people import User

SEARCHED = ("nickname", "holder", "msisdn", "iccid", "eid", "imsi", "imei", "plan")


class SimQuerySet(WorkspaceQuerySet["Sim"]):
    def add(self, by: User, *, accepted: dict[str, str] | None = None, **fields: Any) -> "Sim":
        """Record a SIM card. `accepted`: warnings that the person accepted, with the reason typed."""
        by.must(Right.WORK)
        sim = self.model(workspace_id=by.workspace_id, **fields)
        sim.search_text = sim.text_to_search()
        with _one_of_each_iccid():
            sim.save(force_insert=True)
            Event.objects.create(
                workspace_id=by.workspace_id,
                sim=sim,
                kind="sim_added",
                by=by,
                payload={"accepted": accepted or {}},
            )
        return sim

    def search(self, term: str) -> Self:
        """Cards whose number, ICCID, names or plan contain `term`, in any case, width or script."""
        words = fold(term[:200])
        digits = "".join(letter for letter in words if letter.isdigit())
        found = Q(search_text__contains=words)
        if len(digits) >= 3 and all(letter.isdigit() or letter in " -+().*" for letter in words):
            found |= Q(search_text__contains=digits)
        return self.filter(found) if words else self

    def billed(self) -> models.QuerySet["Sim", dict[str, Any]]:
        """What still goes out every month, per currency; never added up across currencies."""
        return (
            self.filter(status=SimStatus.CANCELLING, monthly_fee__gt=0)
            .values("currency")
            .annotate(monthly=models.Sum("monthly_fee"), cards=models.Count("id"))
            .order_by("-monthly")
        )


class Sim(WorkspaceRow):
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
    devices = models.JSONField(
        default=list, help_text="names of the devices that the profile is installed on"
    )
    note = models.TextField(blank=True)
    is_example = models.BooleanField(default=False)
    search_text = models.TextField(blank=True)
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
    def masked_number(self) -> str:
        return mask_msisdn(self.msisdn) if self.msisdn else ""

    @property
    def fee(self) -> tuple[Decimal, str] | None:
        return (self.monthly_fee, self.currency) if self.monthly_fee is not None else None

    def text_to_search(self) -> str:
        return fold("\n".join(str(getattr(self, name)) for name in SEARCHED if getattr(self, name)))

    def edit(self, by: User, *, version: int, accepted: dict[str, str] | None = None, **fields: Any) -> None:
        """Change what is known of the card; its open cases are found by the new texts at once."""
        by.must(Right.WORK)
        changes = changed_fields(self, fields)
        with _one_of_each_iccid():
            locked = type(self).objects.select_for_update().get(pk=self.pk)
            if locked.version != version:
                raise Stale
            if not changes:
                return
            for name, value in changes.items():
                setattr(self, name, value)
            self.version = version + 1
            self.search_text = self.text_to_search()
            self.save(update_fields=[*changes, "version", "search_text"])
            for case in self.cancellations.select_for_update():
                case.follow_sim(self)
            payload = {"fields": sorted(changes), "accepted": accepted or {}}
            Event.objects.create(
                workspace_id=self.workspace_id, sim=self, kind="sim_edited", by=by, payload=payload
            )


def title_of(nickname: str, holder: str, msisdn: str, iccid: str, *, full: bool) -> str:
    """The name of a card in lists. `full`: the number unmasked."""
    number = (show_msisdn(msisdn) if full else mask_msisdn(msisdn)) if msisdn else ""
    return nickname or number or (mask_digits(iccid) if iccid else "") or holder or "SIM"


class _one_of_each_iccid(transaction.Atomic):  # noqa: N801 - reads as the statement that it is
    """A transaction in which a second card with the same ICCID is refused in words instead of an IntegrityError."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        super().__exit__(exc_type, exc_value, traceback)
        if isinstance(exc_value, IntegrityError) and "iccid" in str(exc_value):
            raise NotPossible(_("A SIM card with this ICCID is already recorded.")) from exc_value
