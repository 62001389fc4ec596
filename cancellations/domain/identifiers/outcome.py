"""What parsing an identifier gives: a value with warnings, or an error. Neither repeats what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from cancellations.domain.said import Said, filled


@dataclass(frozen=True)
class Remark:
    """Something to tell the person. `code` is for programs, `text` is in the language of the moment.

    `suggestion`: the identifier that was probably meant, to be offered and never taken unasked; else empty.
    """

    code: str
    message: Promise = field(compare=False, repr=False)
    params: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)
    suggestion: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        return str(self.message) % {**self.params, "suggestion": self.suggestion}

    @property
    def said(self) -> Said:
        """The same, to be kept and told in the language of whoever reads it."""
        return filled(self.message, {**self.params, "suggestion": self.suggestion})


@dataclass(frozen=True)
class Identifier:
    """An identifier as it is stored. With warnings, it may be kept only once the person has accepted them."""

    value: str
    warnings: tuple[Remark, ...] = ()


class IdentifierError(ValueError):
    """The text cannot be this identifier. As a string it is its code: log records carry no personal data."""

    def __init__(self, code: str, message: Promise, *, suggestion: str = "", **params: object) -> None:
        super().__init__(code)
        self.remark = Remark(code, message, params, suggestion)

    @property
    def code(self) -> str:
        return self.remark.code

    @property
    def text(self) -> str:
        return self.remark.text

    @property
    def suggestion(self) -> str:
        return self.remark.suggestion
