"""One workspace full of what nobody else may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.errands import ErrandKind
from cancellations.domain.evidence import EvidenceKind
from cancellations.domain.playbook import StepKey
from cancellations.domain.reminding import MailKind, MailText
from cancellations.models import (
    Batch,
    Cancellation,
    Carrier,
    CarrierFact,
    Errand,
    Evidence,
    OutgoingMail,
    Reminders,
    SavedView,
    SenderDetails,
    SimImport,
    Tag,
    User,
)
from cancellations.models.holiday import Holiday
from cancellations.models.storage import evidence_storage
from tests.cases import case_of, fresh, sim_of
from tests.files import PDF, picture
from tests.importing import import_of

CANARY = "Zimorodok"  # stands in every text of the workspace
MSISDN, ICCID, EID = "79161234567", "8970101234567890123", "89049032123451234512345678901235"
PASSPORT = "4512998877"


@dataclass(frozen=True)
class Scene:
    case: Cancellation
    fact: CarrierFact
    picture: Evidence
    identity: Evidence
    holiday: Holiday
    mail: OutgoingMail
    view: SavedView
    tag: Tag
    errand: Errand
    imported: SimImport
    batch: Batch
    holder: str
    calendar: str


def scene_of(owner: User) -> Scene:
    """Whatever the domain keeps, with the canary in it."""
    assert owner.workspace
    carrier = Carrier.objects.create(
        workspace=owner.workspace, slug="zimorodok", country="RU", names={"en": f"{CANARY} Mobile"}
    )
    sim = sim_of(
        owner,
        kind="esim",
        carrier=carrier,
        msisdn=f"+{MSISDN}",
        iccid=ICCID,
        eid=EID,
        holder=f"Holder {CANARY}",
        nickname=f"Card {CANARY}",
        note=f"Note {CANARY}",
        devices=[f"Phone {CANARY}"],
    )
    case = case_of(owner, sim=sim, to=StepKey.CONFIRMATION, reason=f"Why {CANARY}")
    case.log_contact(owner, outcome=ContactOutcome.PROCESSING, note=f"Said {CANARY}", agent=f"Agent {CANARY}")
    case = fresh(case)
    case.assign(owner, to=owner)
    fresh(case).tag(owner, [CANARY])
    proof = fresh(case).attach_bytes(owner, f"{CANARY}.png", picture(), kind=EvidenceKind.RECEIPT, note=CANARY)
    papers = PDF.replace(b"\n", f"\n% {CANARY} {PASSPORT}\n".encode(), 1)
    identity = fresh(case).attach_bytes(
        owner, f"{CANARY}-{PASSPORT}.pdf", papers, kind=EvidenceKind.IDENTITY, note=PASSPORT
    )
    SenderDetails.objects.keep(sim, owner, {"name": f"Sender {CANARY}", "passport_number": PASSPORT})
    text = MailText(f"Subject {CANARY}", f"Body {CANARY}", "")
    OutgoingMail.objects.put(
        text, address=f"{CANARY}@lastcall.example", kind=MailKind.DIGEST, language="en", user=owner, key="canary"
    )
    errand = Errand.objects.ask(owner, ErrandKind.EXPORT, what={}, title=CANARY)
    errand.stored = evidence_storage().save("made-for-them", ContentFile(CANARY.encode()))
    errand.file_name, errand.media_type = "rows.csv", "text/csv"
    errand.miss(CANARY, "It is closed")
    errand.save()
    return Scene(
        case=fresh(case),
        fact=CarrierFact.objects.add_own(carrier, owner, kind="procedure", text=f"Fact {CANARY}", source=CANARY),
        picture=proof,
        identity=identity,
        holiday=Holiday.objects.add(owner, country="RU", day=date(2027, 3, 3), name=f"Day {CANARY}", is_working=False),
        mail=OutgoingMail.objects.get(key="canary"),
        errand=errand,
        imported=import_of(owner, CANARY),
        batch=Batch.objects.begin(owner, f"Batch {CANARY}"),
        view=SavedView.objects.add(owner, name=f"View {CANARY}", query="stage=closed", is_shared=True),
        tag=Tag.objects.living().get(name=CANARY),
        holder=fresh(case).make_holder_link(owner, language="en"),
        calendar=Reminders.objects.of(owner).renew_calendar(),
    )


def rows_of(workspace_id: int) -> dict[str, list[dict[str, Any]]]:
    """All rows of one workspace, to see that nobody changed them."""
    return {
        model._meta.label: list(model._base_manager.filter(workspace_id=workspace_id).order_by("pk").values())
        for model in with_workspace()
    }


def with_workspace() -> Iterator[type[models.Model]]:
    for model in apps.get_app_config("cancellations").get_models():
        if any(one.name == "workspace" for one in model._meta.concrete_fields):
            yield model
