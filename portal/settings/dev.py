"""Development: the demo's database, with debug pages and reloading."""

from .demo import *  # noqa: F403

DEBUG = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# No worker: every mail is shown as soon as it is written.
MAIL_AT_ONCE_PRIORITY = 9
