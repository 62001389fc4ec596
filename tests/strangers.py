"""One workspace full of what nobody else may see, and every address of the site with its ids in it."""

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
from cancellations.domain.letters.kinds import LADDER, LetterKind
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
from cancellations.views.cases import CASE_FORMS
from cancellations.views.steps import STEP_CHANGES
from tests.cases import case_of, fresh, sim_of
from tests.files import PDF, picture
from tests.importing import import_of

CANARY = "Zimorodok"  # stands in every text of the workspace
MSISDN, ICCID, EID = "79161234567", "8970101234567890123", "89049032123451234512345678901235"
PASSPORT = "4512998877"
HUGE = 10**30  # more than any database can count

Args = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """What is filled into an address; `missing`: the same with ids that nobody has."""

    args: Args
    missing: Args


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


def places(scene: Scene) -> dict[str, list[Place]]:
    """Every name of config/urls.py whose address names something of the workspace's."""
    case, slug = scene.case, scene.case.carrier.slug
    ref, no_ref = {"reference": case.reference}, {"reference": "LC-ZZZZZZ"}

    def of_case(**more: Any) -> Place:
        return Place({**ref, **more}, {**no_ref, **more})

    def of_row(pk: int, **more: Any) -> list[Place]:
        return [Place({**more, "pk": pk}, {**more, "pk": missing}) for missing in (pk + 10**6, 2**63, HUGE)]

    def of_file(row: Evidence) -> list[Place]:
        return [of_case(pk=row.pk), *of_row(row.pk, **ref)]

    files = [*of_file(scene.picture), *of_file(scene.identity)]
    carriers, facts, sims = [Place({"slug": slug}, {"slug": "nowhere"})], of_row(scene.fact.pk), of_row(case.sim_id)
    return {
        "request": [of_case()],
        "log": [of_case()],
        "step": [of_case(key=key.value) for key in StepKey],
        "step_change": [of_case(key="policy", name=name) for name in STEP_CHANGES],
        "case_change": [of_case(name=name) for name in CASE_FORMS],
        "deadlines": [of_case()],
        "holder_preview": [of_case()],
        "holder_link": [of_case()],
        "evidence": [of_case()],
        "evidence_item": files,
        "evidence_file": files,
        "evidence_preview": files,
        "evidence_remove": files,
        "letters": [of_case()],
        "letter": [of_case(kind=kind.value) for kind in LetterKind],
        "dossier": [of_case()],
        "dossier_pdf": [of_case()],
        "dossier_zip": [of_case()],
        "chase": [of_case()],
        "chase_rung": [of_case(rung=rung.value) for rung in LADDER],
        "carrier": carriers,
        "carrier_edit": carriers,
        "fact_new": carriers,
        "fact": facts,
        "fact_edit": facts,
        "fact_check": facts,
        "sim": sims,
        "sim_edit": sims,
        "outbox_retry": of_row(scene.mail.pk),
        "holiday_remove": of_row(scene.holiday.pk),
        "saved_view": of_row(scene.view.pk),
        "tag": of_row(scene.tag.pk),
        "case_tags": [of_case()],
        "case_mine": [of_case()],
        "sim_import": of_row(scene.imported.pk),
        "sim_import_run": of_row(scene.imported.pk),
        "sim_import_undo": of_row(scene.imported.pk),
        "sim_import_discard": of_row(scene.imported.pk),
        "sim_import_refused": of_row(scene.imported.pk),
        "errand": of_row(scene.errand.pk),
        "errand_file": of_row(scene.errand.pk),
        "errand_stop": of_row(scene.errand.pk),
        "batch": of_row(scene.batch.pk),
    }


OWN = {
    # about oneself and one's own workspace: nothing in the address says whose
    "today": {},
    "search": {"q": CANARY.lower()},
    "requests": {"q": CANARY.lower()},
    "request_new": {},
    "reports": {"by": "client"},
    "reports_glance": {},
    "reports_csv": {"by": "client"},
    "reports_xlsx": {"by": "client"},
    "requests_export": {"q": CANARY.lower()},
    "requests_csv": {"q": CANARY.lower()},
    "requests_xlsx": {"q": CANARY.lower()},
    "requests_dossiers": {"all": "1"},
    "data": {},
    "sims_export": {"q": CANARY.lower()},
    "sims_csv": {"q": CANARY.lower()},
    "sims_xlsx": {"q": CANARY.lower()},
    "sims": {"q": CANARY.lower()},
    "sim_new": {},
    "sims_import": {},
    "import_template": {"form": "csv"},
    "carriers": {"q": CANARY.lower()},
    "carrier_new": {},
    "settings": {},
    "account_change_password": {},
    "account_set_password": {},
    "account_email": {},
    "usersessions_list": {},
    "notifications": {},
    "outbox": {},
    "holidays": {},
    "list_look": {},
    "saved_views": {},
    "tags": {},
    "errands": {},
    "batches": {},
    "calls": {},
    "batch_new": {"all": "1"},
    "bulk": {"do": "assign", "all": "1"},
    "bulk_confirm": {"all": "1"},
    "bulk_letters": {"do": "letters", "all": "1"},
    "calendar_renew": {},
    "calendar_revoke": {},
    "examples_load": {},
    "examples_clear": {},
    "account_reauthenticate": {},
}
OPEN = {
    # for whoever comes
    "healthz",
    "readyz",
    "language",
    "welcome",
    "account_login",
    "signin_again",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "holder_missing",
}
KEYS = {"signin_link", "account_reset_password_from_key", "account_confirm_email", "calendar_feed", "holder"}


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
