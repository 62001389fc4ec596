"""Keys that make a form count once, however often it arrives."""

import hashlib
from typing import ClassVar

from django.db import connection, models
from django.utils import timezone

from cancellations.models.people import User


class Repeated(Exception):
    """The form arrived before; `result` is the address that it led to."""

    def __init__(self, result: str) -> None:
        super().__init__(result)
        self.result = result


class KeyReused(Exception):
    """The same key with other content: neither a repeat nor a new form (HTTP 409)."""


class FormKeyManager(models.Manager["FormKey"]):
    def spend(self, user: User, key: str, content: bytes, result: str) -> None:
        """Claim `key` inside the transaction of the verb. Parallel posts wait here: one wins, the rest are Repeated.

        ON CONFLICT DO NOTHING tells winners from repeats in one statement, without a savepoint.
        """
        digest = hashlib.sha256(content).hexdigest()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self.model._meta.db_table} (user_id, key, content, result, spent_at)"  # noqa: S608 - our own table name
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [user.pk, key, digest, result, timezone.now()],
            )
            if cursor.rowcount == 1:
                return
        first = self.get(user=user, key=key)
        if first.content != digest:
            raise KeyReused
        raise Repeated(first.result)

    def led_to(self, user: User, key: str, result: str) -> None:
        """Remember an address that was not known when the key was spent; part of the same transaction."""
        self.filter(user=user, key=key).update(result=result)


class FormKey(models.Model):
    """A form's key, once spent. Kept for at least a day, then cleared by the worker."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=36)
    content = models.CharField(max_length=64, help_text="SHA-256 of what was posted")
    result = models.TextField(blank=True)
    spent_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects: ClassVar[FormKeyManager] = FormKeyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="form_key_once")]

    def __str__(self) -> str:
        return self.key
