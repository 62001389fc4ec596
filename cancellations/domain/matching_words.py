"""Why a line of a list fits no case, in words."""

from django.utils.translation import gettext as _

from cancellations.domain.matching import Miss, MissKind

_LONGEST = 60  # characters of a line that are repeated


def miss_sentence(miss: Miss) -> str:
    """With the number of the line and how it begins."""
    text = miss.text if len(miss.text) <= _LONGEST else f"{miss.text[:_LONGEST]}…"
    told = {"line": miss.line, "text": text}
    match miss.kind:
        case MissKind.UNKNOWN:
            return _("Line %(line)s fits none of the selected requests: %(text)s") % told
        case MissKind.AMBIGUOUS:
            return _("Line %(line)s fits more than one of the selected requests: %(text)s") % told
        case MissKind.TWICE:
            return _("Line %(line)s names a request that was named before already: %(text)s") % told
        case MissKind.UNCLEAR:
            return _("Line %(line)s says something that is neither a request nor a number given to it: %(text)s") % told
