"""Names of tags, and how many there may be."""

LONGEST_NAME = 40
MOST_TAGS = 500  # of a workspace: they are offered in one select
MOST_ON_A_CASE = 20


def split_names(typed: str) -> list[str]:
    """The names in a text: between commas of any script, semicolons and line breaks; empty ones left out."""
    for sign in "，、;；\n":
        typed = typed.replace(sign, ",")
    return [name for name in (part.strip() for part in typed.split(",")) if name]


def read_ids(text: str) -> list[int]:
    """The ids that a case keeps its tags by."""
    return [int(pk) for pk in text.split()]


def write_ids(ids: list[int]) -> str:
    return " ".join(map(str, ids))
