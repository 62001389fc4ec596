"""What somebody chose to keep for the next letter about a SIM card: name, passport, bank. Encrypted; in no event."""

import json
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from cancellations.domain.errors import Stale
from cancellations.domain.roles import Right
from cancellations.models.base import WorkspaceQuerySet, WorkspaceRow
from cancellations.models.people import User
from cancellations.models.sim import Sim
from cancellations.models.vault import Unreadable, reseal_rows, seal, unseal


class SenderDetailsQuerySet(WorkspaceQuerySet["SenderDetails"]):
    def known_of(self, sim: Sim) -> dict[str, Any]:
        """The details kept for the card; none when nothing was kept or the key is gone."""
        row = self.of_card(sim)
        return row.details if row else {}

    def of_card(self, sim: Sim) -> "SenderDetails | None":
        return self.filter(workspace_id=sim.workspace_id, sim=sim).first()

    def keep(self, sim: Sim, by: User, details: dict[str, Any], *, seen: str | None = None) -> None:
        """Keep these details in place of those before. Raises Stale when a colleague has kept others than `seen`."""
        by.must(Right.WORK)
        with transaction.atomic():
            Sim.objects.select_for_update().get(pk=sim.pk)  # of several at once, one tells that they are kept
            before = self.of_card(sim)
            if before and details == before.details:
                return
            if before and before.is_news_to(by, seen):
                raise Stale
            sealed = seal(json.dumps(details, cls=DjangoJSONEncoder))
            now = {"sealed": sealed, "kept_by": by, "kept_at": timezone.now()}
            self.update_or_create(workspace_id=sim.workspace_id, sim=sim, defaults=now)
            sim.note_event("sender_details_kept", by)

    def forget(self, sim: Sim, by: User, *, seen: str | None = None) -> None:
        """Delete what was kept for the card, if anything was; but not what a colleague has kept since `seen`."""
        by.must(Right.WORK)
        with transaction.atomic():
            Sim.objects.select_for_update().get(pk=sim.pk)
            before = self.of_card(sim)
            if before and before.is_news_to(by, seen):
                return
            gone, _kinds = self.filter(workspace_id=sim.workspace_id, sim=sim).delete()
            if gone:
                sim.note_event("sender_details_forgotten", by)

    def reseal(self) -> tuple[int, int]:
        """Encrypt every row with the newest key; gives how many were, and how many no key opens."""
        return reseal_rows(self)


class SenderDetails(WorkspaceRow):
    """One card's, for one letter after the other."""

    sim = models.OneToOneField(Sim, models.CASCADE, related_name="sender_details")
    sealed = models.TextField(help_text="JSON, encrypted with the keys in LASTCALL_DATA/keys/details_keys")
    kept_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[SenderDetailsQuerySet] = SenderDetailsQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"details for {self.sim_id}"

    @property
    def mark(self) -> str:
        """Which details these are: forms carry it along. Another one as soon as others are kept."""
        return self.kept_at.isoformat()

    def is_news_to(self, user: User, seen: str | None) -> bool:
        """Whether somebody else kept this after `user` was shown the mark `seen`; None for whoever saw nothing."""
        return seen is not None and seen != self.mark and self.kept_by_id != user.pk

    @property
    def details(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(unseal(self.sealed))
        except Unreadable:
            return {}
        return found
