"""One file a noun. Django finds the models here."""

from cancellations.models.people import Membership, SigninLink, User, Workspace

__all__ = ["Membership", "SigninLink", "User", "Workspace"]
