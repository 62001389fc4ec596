"""One file a noun. Django finds the models here."""

from cancellations.models.cancellation import AlreadyOpen, Cancellation
from cancellations.models.carrier import Carrier
from cancellations.models.carrier_fact import CarrierFact
from cancellations.models.event import Event
from cancellations.models.form_key import FormKey, KeyReused, Repeated
from cancellations.models.message import Message, RequestNumber
from cancellations.models.people import Membership, SigninLink, User, Workspace
from cancellations.models.sim import Sim
from cancellations.models.step import Step

__all__ = [
    "AlreadyOpen",
    "Cancellation",
    "Carrier",
    "CarrierFact",
    "Event",
    "FormKey",
    "KeyReused",
    "Membership",
    "Message",
    "Repeated",
    "RequestNumber",
    "SigninLink",
    "Sim",
    "Step",
    "User",
    "Workspace",
]
