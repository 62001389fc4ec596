"""A plain form that arrives after its session has ended: signed into the sign-in page, and sent on from there.

Nothing is stored on the server, and nothing is saved by signing in: whoever did so presses the button once more.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

from cancellations.models import User
from cancellations.views.known_device import last_user_id

KEPT_SECONDS = 24 * 3600
_SALT = "kept form"
_NOT_TYPED = {"csrfmiddlewaretoken", "form_key", "version", "next"}


@dataclass(frozen=True)
class KeptForm:
    """Where the form was to go, and its fields in their order; passwords and files are not among them.

    `typed_by`: who was signed in when it was filled in, by id, if that is known.
    """

    to: str
    fields: list[tuple[str, str]]
    had_files: bool
    typed_by: int | None

    def is_for(self, user: object) -> bool:
        """Whether it is shown to `user`: never to somebody else than who typed it."""
        return isinstance(user, User) and self.typed_by in {None, user.pk}


def sealed(request: HttpRequest) -> str:
    """The form that was posted, as signed text for a hidden field; empty when nothing was typed into it."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values if _may_be_repeated(name)]
    if not any(value for name, value in sent if name not in _NOT_TYPED):
        return ""
    content = {"to": request.get_full_path(), "fields": sent, "files": bool(request.FILES), "by": last_user_id(request)}
    return signing.dumps(content, salt=_SALT, compress=True)


def unsealed(request: HttpRequest) -> KeptForm | None:
    """The form that came along with a sign-in; None without one, and for whatever we did not sign ourselves."""
    try:
        content = signing.loads(request.POST.get("kept", ""), salt=_SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    try:
        fields = [(str(name), str(value)) for name, value in content["fields"]]
        by = None if content["by"] is None else int(content["by"])
        return KeptForm(str(content["to"]), fields, bool(content["files"]), by)
    except (KeyError, TypeError, ValueError):  # signed by another release, which kept it in another shape
        return None


def _may_be_repeated(name: str) -> bool:
    return name != "csrfmiddlewaretoken" and "password" not in name
