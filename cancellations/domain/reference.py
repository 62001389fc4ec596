"""Our reference of a case: LC-, five random characters and one to check them, such as LC-7K3F9E.

Crockford's base 32 leaves out I, L, O and U; the check character is ISO 7064's hybrid system over the same
32 characters, so that any one wrong character is noticed.
"""

from random import Random, SystemRandom

from stdnum.iso7064 import mod_37_36

from cancellations.domain.text import keyboard_form

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "LC-"

_UNGUESSABLE = SystemRandom()
_RANDOM_LENGTH = 5
_LENGTH = _RANDOM_LENGTH + 1
_LONGEST_TYPED = 64
_LOOK_ALIKES = str.maketrans("OILАВЕКМНОРСТУХ", "011ABEKMH0PCTYX")  # the second half is Cyrillic
_PREFIX_AS_READ = PREFIX.removesuffix("-").translate(_LOOK_ALIKES)


def new_reference(rng: Random = _UNGUESSABLE) -> str:
    """A random reference; 33 million exist, so the caller has to mind the rare one that is taken.

    `rng`: another source of chance, for example data that is to be the same again.
    """
    chosen = "".join(rng.choices(ALPHABET, k=_RANDOM_LENGTH))
    return PREFIX + chosen + mod_37_36.calc_check_digit(chosen, ALPHABET)


def parse_reference(text: str) -> str | None:
    """The reference that a person meant: small letters, spaces, look-alikes and a missing LC- are forgiven.

    None when it is no reference, or when the check character says that it was misread.
    """
    if len(text) > _LONGEST_TYPED:
        return None
    read = keyboard_form(text).replace(" ", "").replace("-", "").upper().translate(_LOOK_ALIKES)
    if len(read) > _LENGTH:
        read = read.removeprefix(_PREFIX_AS_READ)
    if len(read) != _LENGTH or not mod_37_36.is_valid(read, ALPHABET):
        return None
    return PREFIX + read
