"""Rows of a workspace point to rows of the same workspace and to its people, over every foreign key."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import F, Q, QuerySet

from cancellations.examples.load import load_examples
from cancellations.models import Cancellation, User, Workspace

pytestmark = pytest.mark.usefixtures("a_saturday")
ForeignKey = models.ForeignKey[Any, Any]


def pairs() -> Iterator[tuple[type[models.Model], ForeignKey]]:
    """Every foreign key between two rows that belong to a workspace each."""
    for model in apps.get_app_config("cancellations").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and _place_of(model) and _place_of(field.related_model):
                yield model, field


def _place_of(model: Any) -> str:
    """Where the row's workspace stands, as a lookup; empty for rows that have none."""
    if model is User:
        return "membership__workspace"
    names = {field.name for field in model._meta.concrete_fields}
    return "workspace" if model is not Workspace and "workspace" in names else ""


def strays(model: type[models.Model], field: ForeignKey) -> QuerySet[models.Model]:
    here, there = _place_of(model), f"{field.name}__{_place_of(field.related_model)}"
    return model._base_manager.filter(~Q(**{here: F(there)}), **{f"{field.name}__isnull": False})


def test_no_row_points_elsewhere(owner: User, colleague: User, stranger: User) -> None:
    """Two workspaces, each with every story there is."""
    for user in (owner, stranger):
        load_examples(user, size=30)
    found = {f"{model.__name__}.{field.name}": strays(model, field).count() for model, field in pairs()}
    assert {name: count for name, count in found.items() if count} == {}
    assert {"Event.by", "Step.cancellation", "Message.logged_by", "Cancellation.assignee"} <= set(found)


def test_a_row_that_does_is_found(owner: User, stranger: User) -> None:
    for user in (owner, stranger):
        load_examples(user, size=2)
    mine = Cancellation.objects.visible_to(owner).first()
    theirs = Cancellation.objects.visible_to(stranger).first()
    assert mine
    assert theirs
    Cancellation.objects.filter(pk=mine.pk).update(carrier=theirs.carrier_id, assignee=stranger)
    fields = {field.name: field for model, field in pairs() if model is Cancellation}
    assert [strays(Cancellation, fields[name]).count() for name in ("carrier", "assignee", "sim")] == [1, 1, 0]
