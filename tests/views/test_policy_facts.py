"""What is known of the carrier's policy stands above the step's form, with its dates in the reader's words."""

import pytest

from cancellations.domain.formats import partial_day
from cancellations.models import CarrierFact, User
from tests.cases import TODAY, case_of, url_of
from tests.conftest import ClientOf
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.mark.parametrize(
    ("as_of", "said"), [("2025-03-05", "5 Mar 2025"), ("2025-03", "Mar 2025"), ("2025", "2025"), ("", "")]
)
def test_a_date_as_far_as_it_is_known(client_of: ClientOf, owner: User, as_of: str, said: str) -> None:
    case = case_of(owner)
    CarrierFact.objects.create(
        workspace_id=case.workspace_id, carrier=case.carrier, kind="fee", texts={"en": "Nothing"}, tier="A", as_of=as_of
    )
    shown = text_of(client_of(owner).get(url_of(case)))
    assert partial_day(as_of, TODAY) == said
    assert said in shown
    assert len(as_of) == 4 or not as_of or as_of not in shown
