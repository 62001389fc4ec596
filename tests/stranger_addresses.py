"""Every address of the site: whose rows its ids name, what is one's own, and what is open to whoever comes."""

from dataclasses import dataclass
from typing import Any

from cancellations.domain.letters.kinds import LADDER, LetterKind
from cancellations.domain.playbook import StepKey
from cancellations.models import Evidence
from cancellations.views.cases import CASE_FORMS
from cancellations.views.steps import STEP_CHANGES
from tests.strangers import CANARY, Scene

HUGE = 10**30  # more than any database can count

Args = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """What is filled into an address; `missing`: the same with ids that nobody has."""

    args: Args
    missing: Args


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
        "errand_go_on": of_row(scene.errand.pk),
        "errand_missed": of_row(scene.errand.pk),
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
    "reports_part": {"by": "client"},
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
    "sims_look": {},
    "saved_views": {},
    "tags": {},
    "errands": {},
    "batches": {},
    "calls": {},
    "call_new": {},
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
