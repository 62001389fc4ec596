"""A form's key remembers where the form led, however long that address is."""

import pytest

from cancellations.models import FormKey, Repeated, User

LONG = "/sims/?next=" + "%2Fpage" * 200


def test_an_address_of_any_length_is_kept_on_every_database(owner: User) -> None:
    FormKey.objects.spend(owner, "first", b"content", LONG)
    FormKey.objects.spend(owner, "second", b"content", "/")
    FormKey.objects.led_to(owner, "second", LONG)
    for key in FormKey.objects.all():
        key.full_clean()  # what SQLite lets pass, PostgreSQL would refuse
        with pytest.raises(Repeated) as repeated:
            FormKey.objects.spend(owner, key.key, b"content", "/")
        assert repeated.value.result == LONG
