"""The queue, and the hourly housekeeping."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from cancellations.jobs import housekeeping
from cancellations.models import SigninLink, User
from cancellations.models.form_key import FormKey
from cancellations.queue import queue


def test_jobs_run_in_the_worker_and_not_in_the_request() -> None:
    assert queue.immediate is False
    assert str(settings.HUEY_FILE).startswith(str(settings.DATA_DIR))


def test_what_has_expired_is_thrown_away(owner: User) -> None:
    past, future = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1)
    old, fresh = SigninLink.objects.issue(owner), SigninLink.objects.issue(owner)
    SigninLink.objects.filter(pk=SigninLink.objects.earliest("pk").pk).update(expires_at=past)
    Session.objects.create(session_key="old", session_data="", expire_date=past)
    Session.objects.create(session_key="new", session_data="", expire_date=future)
    FormKey.objects.create(user=owner, key="old", content="", spent_at=timezone.now() - timedelta(days=3))
    FormKey.objects.create(user=owner, key="new", content="")
    housekeeping.call_local()
    assert not SigninLink.objects.is_open(old)
    assert SigninLink.objects.is_open(fresh)
    assert SigninLink.objects.count() == 1
    assert list(FormKey.objects.values_list("key", flat=True)) == ["new"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
