"""Two people at one case."""

import uuid

from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, User
from tests.cases import kinds_of, step_of, typed_for, url_of
from tests.pages import assert_kept
from tests.situations.desk import Desk, plain


def test_two_people_save_one_step(owner: User, colleague: User, opened: Cancellation) -> None:
    """14. Both have the policy step open. The first is saved; the second keeps what was typed, beside the first's."""
    first = typed_for(opened, StepKey.POLICY, notice="None, says the shop")
    second = typed_for(opened, StepKey.POLICY, notice="14 days, says the hotline", fee="150 RUB")
    url = url_of(opened, "steps", "policy")
    assert Desk(owner).sends(url, **first).status_code == 303
    late = Desk(colleague).sends(url, **second)
    assert late.status_code == 409
    assert_kept(late, url, second)
    assert "Somebody else changed this step in the meantime" in plain(late)
    assert "None, says the shop" in plain(late)
    assert step_of(opened, StepKey.POLICY).data["notice"] == "None, says the shop"
    assert kinds_of(opened) == ["opened", "step_completed"]

    on_top = {**second, "version": step_of(opened, StepKey.POLICY).version, "form_key": str(uuid.uuid4())}
    assert Desk(colleague).sends(url, **on_top).status_code == 303
    assert step_of(opened, StepKey.POLICY).data["notice"] == "14 days, says the hotline"
    told = [event.payload.get("notice") for event in opened.events.filter(kind="step_completed").order_by("id")]
    assert told == ["None, says the shop", "14 days, says the hotline"], "both stay in the history"
