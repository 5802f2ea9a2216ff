"""Development: the demo's database, with debug pages and reloading."""

from .demo import *  # noqa: F403

DEBUG = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
