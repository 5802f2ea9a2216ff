"""What the tests of votes share."""

from contextlib import ExitStack

import pytest
import time_machine
from django.contrib.auth.models import Permission

from tests.factories.accounts import UserFactory


@pytest.fixture
def conductor(db):
    """An officer who conducts budgets."""
    officer = UserFactory.create()
    officer.user_permissions.add(Permission.objects.get(codename="conduct_budget"))
    return officer


@pytest.fixture
def move_to():
    """Stops the clock at a moment."""
    with ExitStack() as clocks:

        def move(moment):
            clocks.close()
            clocks.enter_context(time_machine.travel(moment, tick=False))

        yield move
