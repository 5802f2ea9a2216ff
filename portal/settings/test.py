"""Tests: quick hashes, files in a temporary place, undefined template variables fail."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import BASE_DIR, LOGGING, TEMPLATES, database, env
from .relaxed import *  # noqa: F403

SECRET_KEY = "only-for-tests-" + "x" * 50
BALLOT_BOX_SECRET = f"ballot-box-{SECRET_KEY}"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
WAGTAILADMIN_BASE_URL = "http://testserver"
DEFAULT_FROM_EMAIL = "Parvis <parvis@test.example>"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

_url = env.str("TEST_DATABASE_URL", default=f"sqlite:///{BASE_DIR}/.test.sqlite3")
DATABASES = {"default": database(_url)}
if _url.startswith("sqlite"):
    # A file, so that --reuse-db skips the migrations; the in-memory one replays them all, and
    # is not shared by the threads of the races.
    DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
    # Nobody pulls the plug on a test: waiting for the disk would only slow the suite.
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("=FULL", "=OFF")  # type: ignore[index]
else:
    # No pool; and no waiting for the disk here either.
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = Path(tempfile.gettempdir()) / "parvis-test-media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CONTRIBUTION_MINIMUM_SECONDS = 0
if _mail_port := env.int("TEST_MAIL_PORT", default=0):  # A worker of its own, for a test.
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = "127.0.0.1", _mail_port
# No worker: every mail is tried as soon as what it tells is committed.
MAIL_AT_ONCE_PRIORITY = 9
LOGGING["root"] = {"handlers": ["console"], "level": "CRITICAL"}
LOGGING["loggers"] = {}
TEMPLATES[0]["OPTIONS"]["debug"] = True  # type: ignore[index]
