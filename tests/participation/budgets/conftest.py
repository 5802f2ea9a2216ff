"""What the tests of votes share."""

import pytest
from django.contrib.auth.models import Permission

from tests.factories.accounts import UserFactory


@pytest.fixture
def conductor(db):
    """An officer who conducts budgets."""
    officer = UserFactory.create()
    officer.user_permissions.add(Permission.objects.get(codename="conduct_budget"))
    return officer
