"""How long letters take. Run by its own command: the figure is for two processors that do nothing else."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from cancellations.domain.letters import LANGUAGES, LetterKind, write
from cancellations.letters.render import render
from tests.letters.samples import TODAY, known

LETTERS = 200
SECONDS = 10.0


@pytest.mark.torture
def test_two_hundred_letters() -> None:
    """Each another one, in turn of kinds and languages, half of them with a translation beside."""
    kinds, languages = list(LetterKind), list(LANGUAGES)

    def one(number: int) -> int:
        facts = known(reference=f"LC-{number:06}")
        kind, language = kinds[number % len(kinds)], languages[number % 3]
        beside = write(kind, facts, languages[(number + 1) % 3]) if number % 2 else None
        return len(render(write(kind, facts, language), on=TODAY, translation=beside))

    started = time.perf_counter()
    with ThreadPoolExecutor(2) as workers:
        sizes = list(workers.map(one, range(LETTERS)))
    took = time.perf_counter() - started
    print(f"{LETTERS} letters in {took:.1f} s, {max(sizes) // 1024} KB at most")
    assert took <= SECONDS
