"""A row as a list shows it, and what is written beside it."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    code = models.CharField(max_length=20)
    card = models.CharField(max_length=20)
    number = models.CharField(max_length=16)
    person = models.CharField(max_length=60)
    state = models.CharField(max_length=12)
    step = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField()
    due = models.DateField()
    note = models.TextField(blank=True)

    objects: ClassVar[models.Manager["Entry"]] = models.Manager()

    class Meta:
        app_label = "limit"
        indexes = [models.Index(fields=["state", "-created", "-id"], name="entry_state_created")]

    def __str__(self) -> str:
        return self.code


class Written(models.Model):
    entry = models.ForeignKey(Entry, models.CASCADE)
    at = models.DateTimeField()
    who = models.PositiveIntegerField()
    what = models.CharField(max_length=60)

    objects: ClassVar[models.Manager["Written"]] = models.Manager()

    class Meta:
        app_label = "limit"

    def __str__(self) -> str:
        return self.what
