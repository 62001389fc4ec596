"""One file a noun. Django finds the models here."""

from cancellations.models.batch import Batch
from cancellations.models.cancellation import AlreadyOpen, Cancellation
from cancellations.models.carrier import Carrier
from cancellations.models.carrier_fact import CarrierFact
from cancellations.models.clock import Alarm, Clock
from cancellations.models.errand import Errand
from cancellations.models.errand_miss import ErrandMiss
from cancellations.models.event import Event
from cancellations.models.evidence import Evidence
from cancellations.models.form_key import FormKey, KeyReused, Repeated
from cancellations.models.holder_link import HolderLink
from cancellations.models.holiday import Holiday
from cancellations.models.imported_row import ImportedRow
from cancellations.models.message import Message, RequestNumber
from cancellations.models.outbox import OutgoingMail
from cancellations.models.people import Membership, SigninLink, User, Workspace
from cancellations.models.reminders import OverdueNotice, Reminders
from cancellations.models.saved_view import SavedView
from cancellations.models.sender_details import SenderDetails
from cancellations.models.sim import Sim
from cancellations.models.sim_import import RememberedMapping, SimImport
from cancellations.models.step import Step
from cancellations.models.tag import CaseTag, Tag

__all__ = [
    "Alarm",
    "AlreadyOpen",
    "Batch",
    "Cancellation",
    "Carrier",
    "CarrierFact",
    "CaseTag",
    "Clock",
    "Errand",
    "ErrandMiss",
    "Event",
    "Evidence",
    "FormKey",
    "HolderLink",
    "Holiday",
    "ImportedRow",
    "KeyReused",
    "Membership",
    "Message",
    "OutgoingMail",
    "OverdueNotice",
    "RememberedMapping",
    "Reminders",
    "Repeated",
    "RequestNumber",
    "SavedView",
    "SenderDetails",
    "SigninLink",
    "Sim",
    "SimImport",
    "Step",
    "Tag",
    "User",
    "Workspace",
]
