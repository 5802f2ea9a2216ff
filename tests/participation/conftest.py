"""Fixtures of participation: the six levels, which a flushed database has lost."""

from importlib import import_module

import pytest
from django.apps import apps

from participation.models import ParticipationLevel


@pytest.fixture
def six_levels(db: None) -> list[ParticipationLevel]:
    """The texts every city starts from, as the migration writes them."""
    import_module("participation.migrations.0002_seed_levels").seed(apps, None)
    return list(ParticipationLevel.objects.order_by("number"))
