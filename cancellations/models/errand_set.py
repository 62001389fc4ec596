"""Errands as a set: asked for, claimed one at a time, sealed anew, cleared when they are old."""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from cancellations.domain.errands import CLAIMED_FOR, ERRAND_KEPT, RESULT_KEPT, ErrandKind
from cancellations.domain.roles import Right
from cancellations.domain.said import Text
from cancellations.domain.text import LINE
from cancellations.models.base import WorkspaceQuerySet
from cancellations.models.people import User
from cancellations.models.vault import reseal_rows, seal

if TYPE_CHECKING:
    from cancellations.models.errand import Errand


class ErrandQuerySet(WorkspaceQuerySet["Errand"]):
    def ask(
        self,
        by: User,
        kind: ErrandKind,
        *,
        what: dict[str, Any],
        title: Text,
        total: int | None = None,
        secret: str = "",
    ) -> "Errand":
        """Write down what is to be done, in the transaction of the caller. `title`: what it is about.

        `secret`: what else it needs to know, kept encrypted, and only until there is nothing left to do.
        """
        member = by.member
        if member is None:
            raise PermissionDenied
        return self.create(
            workspace_id=member.workspace_id,
            kind=kind,
            what=what,
            sealed=seal(secret) if secret else "",
            title=title[:LINE] if isinstance(title, str) else title,
            total=total,
            asked_by=by,
            unmasked=by.may(Right.SEE_IDENTIFIERS),
            language=get_language() or "en",
        )

    def open_errands(self) -> Self:
        return self.filter(ended_at=None)

    def claim_next(self) -> "Errand | None":
        """The oldest errand that nobody does at the moment; it is the caller's then."""
        now = timezone.now()
        free = self.open_errands().filter(Q(claimed_until=None) | Q(claimed_until__lt=now))
        for pk in list(free.order_by("id").values_list("pk", flat=True)[:10]):
            claim = uuid.uuid4()
            if free.filter(pk=pk).update(claim=claim, claimed_until=now + CLAIMED_FOR):
                return self.select_related("asked_by__membership__workspace").get(pk=pk)
        return None

    def reseal(self) -> tuple[int, int]:
        """Encrypt the secrets of errands with the newest key; gives how many were, and how many no key opens."""
        return reseal_rows(self.exclude(sealed=""))

    def clear_old(self) -> int:
        """Delete result files and secrets after a week, the errands themselves later; gives how many files went."""
        now = timezone.now()
        old = list(self.filter(ended_at__lt=now - RESULT_KEPT).exclude(stored=""))
        for errand in old:
            errand.drop_file()
        self.filter(ended_at__lt=now - RESULT_KEPT).exclude(sealed="").update(sealed="")
        self.filter(ended_at__lt=now - ERRAND_KEPT).delete()
        return len(old)
