"""The user: an address whatever its case, a name that is never the address."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.accounts.models import User

pytestmark = pytest.mark.django_db


def test_addresses_are_kept_in_lower_case():
    user = User.objects.create_user(
        "Jeanne.DURAND@Ville.Example", "une phrase de passe assez longue"
    )

    assert user.email == "jeanne.durand@ville.example"
    assert user.check_password("une phrase de passe assez longue")


def test_without_a_password_nobody_signs_in():
    assert User.objects.create_user("sans@test.example").has_usable_password() is False


def test_one_account_an_address_whatever_the_case():
    User.objects.create_user("double@test.example")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="DOUBLE@test.example")])
    with pytest.raises(ValidationError) as refused:
        User(email="Double@test.example", password="x").full_clean()

    assert "user_email_unique_whatever_the_case" not in str(refused.value)


@pytest.mark.parametrize(
    ("display_name", "shown"), [("", "Anonyme"), ("Une voisine", "Une voisine")]
)
def test_public_name_is_never_the_address(display_name, shown):
    user = User(email="secret@test.example", display_name=display_name)

    assert user.public_name == shown


def test_superuser_has_every_right():
    user = User.objects.create_superuser("chef@test.example")

    assert (user.is_staff, user.is_superuser) == (True, True)
