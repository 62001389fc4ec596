"""What tests of the pages of carriers have in common."""

from cancellations.models import Cancellation, Carrier, Sim, User


def open_case(by: User, carrier: Carrier, nickname: str = "Moscow") -> Cancellation:
    """A case just begun, of a new card of theirs."""
    sim = Sim.objects.add(by, carrier=carrier, kind="esim", nickname=nickname)
    return Cancellation.objects.start(sim, by, requested_end_date=None)
