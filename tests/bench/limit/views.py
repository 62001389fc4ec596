"""A list page, and a change of one row."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tests.bench.limit.models import Entry, Written


@login_required
def entries(request: HttpRequest) -> HttpResponse:
    rows = Entry.objects.filter(state="pending").order_by("-created", "-id")[:50]
    return render(request, "entries.html", {"rows": rows})


@require_POST
@login_required
def step(request: HttpRequest, number: int) -> HttpResponse:
    """One UPDATE and one INSERT in one transaction."""
    with transaction.atomic():
        Entry.objects.filter(pk=number).update(step=(F("step") + 1) % 7)
        Written.objects.create(entry_id=number, at=timezone.now(), who=request.user.pk, what="step")
    return HttpResponse('<li class="done">step done</li>')
