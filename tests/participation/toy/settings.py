"""The one setting: a line more in the list of mechanisms, on top of those of the tests."""

from portal.settings.test import *  # noqa: F403
from portal.settings.test import INSTALLED_APPS, PARTICIPATION_MECHANISMS

TOY = "tests.participation.toy"
PARTICIPATION_MECHANISMS = [*PARTICIPATION_MECHANISMS, TOY]
INSTALLED_APPS = ["home", TOY, *INSTALLED_APPS[1:]]
