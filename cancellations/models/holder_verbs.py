"""What happens between us and the SIM's holder: what is asked, the link to their page, and what they answer there."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.errors import NotPossible
from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.holder_ask import WANTS_FILES, Asked, HolderAsk
from cancellations.domain.playbook import StepKey, StepState
from cancellations.domain.situation import Turn
from cancellations.models.case import Case
from cancellations.models.change import Change
from cancellations.models.evidence import Evidence, EvidenceQuerySet
from cancellations.models.evidence_verbs import add_evidence
from cancellations.models.filing import Kept
from cancellations.models.holder_link import HolderLink, HolderLinkQuerySet, digest_of, last_day, new_token
from cancellations.models.people import User
from cancellations.models.step import Step

FILES_AN_HOUR, FILES_IN_ALL = 20, 100  # by one holder, for one case
TOO_MANY = _("Too many files for now. Wait an hour, or send them to whoever sent you this link.")
NOT_ASKED = _("Nothing of this kind is asked of you any more.")


class HolderVerbs(Case):
    class Meta:
        abstract = True

    def ask_holder(
        self, key: StepKey, by: User, *, ask: HolderAsk, words: str = "", until: date, version: int | None = None
    ) -> None:
        """The step waits for something of the holder's, until a day. `words` are shown to the holder."""
        with self.changing(by) as change:
            change.must_be_open()
            step = change.step(key, version=version)
            if step.is_settled:
                raise NotPossible(_("This step is settled. Reopen it first."))
            if ask is HolderAsk.OTHER and not words:
                raise NotPossible(_("Write to the holder what is needed."))
            step.become(StepState.WAITING, asked=ask, reason=words, waiting_on=Turn.HOLDER, until=until)
            change.note("holder_asked", step=key, ask=ask, reason=words, until=until)

    def make_holder_link(self, by: User, *, language: str = "") -> str:
        """A fresh link: gives its token, which is nowhere else. The one before it stops working."""
        with self.changing(by) as change:
            replaced = self._working_links().update(revoked_at=timezone.now())
            token = new_token()
            link = HolderLink.objects.create(
                workspace_id=self.workspace_id,
                cancellation_id=self.pk,
                token_hash=digest_of(token),
                language=language,
                created_by=by,
                expires_on=last_day(),
            )
            change.note("holder_link_made", until=link.expires_on, language=language, replaced=bool(replaced))
        return token

    def renew_holder_link(self, by: User) -> None:
        """The same link works for another fortnight from today, even if it had expired."""
        with self.changing(by) as change:
            if not self._working_links().update(expires_on=last_day()):
                raise NotPossible(_("There is no link to renew. Make a new one."))
            change.note("holder_link_renewed", until=last_day())

    def revoke_holder_link(self, by: User) -> None:
        """From now on the link leads nowhere."""
        with self.changing(by) as change:
            if not self._working_links().update(revoked_at=timezone.now()):
                raise NotPossible(_("There is no link to switch off."))
            change.note("holder_link_revoked")

    def newest_holder_link(self) -> HolderLink | None:
        """The link made last, whether it still works or not."""
        return HolderLink.objects.filter(workspace_id=self.workspace_id, cancellation_id=self.pk).order_by("id").last()

    def holder_done(self, key: StepKey) -> None:
        """The holder says that it is done. That completes nothing: somebody of ours looks at it next."""
        with self.changing_for_holder() as change:
            step = _asked_step(change, key)
            if step.asked in WANTS_FILES:
                raise NotPossible(NOT_ASKED)
            if step.is_answered:
                return
            _answered(change, key)
            change.note("holder_done", step=key, ask=step.asked)

    def holder_uploaded(self, key: StepKey, files: Sequence[Kept]) -> None:
        """The holder sent files that we asked for; what arrives twice is kept once.

        Documents are filed as identity documents: behind “show”, and deleted some time after the case is closed.
        Raises NotPossible for what was not asked and for too many.
        """
        with self.changing_for_holder() as change:
            step = _asked_step(change, key)
            if step.asked not in WANTS_FILES:
                raise NotPossible(NOT_ASKED)
            if len(files) > self.holder_may_send():
                raise NotPossible(TOO_MANY)
            known = set(_sent_by_holder(self).filter(step=key).values_list("sha256", flat=True))
            new = {one.sha256: one for one in files if one.sha256 not in known}
            if not new:
                return
            kind = EvidenceKind.IDENTITY if step.asked == HolderAsk.DOCUMENT else EvidenceKind.OTHER
            for kept in new.values():
                add_evidence(change, kept, kind=kind, visibility=Visibility.TEAM, step=key)
            _answered(change, key)
            change.note("holder_uploaded", step=key, files=len(new))

    def holder_may_send(self) -> int:
        """How many files the holder may still send now: a link that got about must not fill the disk."""
        sent = _sent_by_holder(self)
        lately = sent.filter(added_at__gte=timezone.now() - timedelta(hours=1)).count()
        return max(0, min(FILES_AN_HOUR - lately, FILES_IN_ALL - sent.count()))

    def _working_links(self) -> HolderLinkQuerySet:
        """Not revoked; an expired one can be renewed, and is replaced by a new one all the same."""
        links = HolderLink.objects.filter(workspace_id=self.workspace_id, cancellation_id=self.pk)
        return links.filter(revoked_at=None)


def asked_of_holder(steps: list[Step]) -> tuple[Asked, ...]:
    """Everything that the holder was asked for and that is not settled, in the order of the steps."""
    return tuple(
        Asked(step.step_key, HolderAsk(step.asked), step.reason, step.until, step.is_answered)
        for step in steps
        if step.asked
    )


def _sent_by_holder(case: Case) -> EvidenceQuerySet:
    """Removed files too: they count."""
    return Evidence.objects.filter(workspace_id=case.workspace_id, cancellation_id=case.pk, added_by=None)


def _asked_step(change: Change, key: StepKey) -> Step:
    change.must_be_open()
    step = change.find(key)
    if step is None or not step.asked:
        raise NotPossible(NOT_ASKED)
    return step


def _answered(change: Change, key: StepKey) -> None:
    step = change.step(key)
    asked, words = step.asked, step.reason
    today = timezone.localdate()
    step.become(StepState.WAITING, asked=asked, reason=words, waiting_on=Turn.US, until=today)
