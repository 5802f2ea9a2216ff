"""Production's settings for a server that tests start: only static files need no gathering."""

from portal.settings.production import *  # noqa: F403
from portal.settings.production import STORAGES

STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
