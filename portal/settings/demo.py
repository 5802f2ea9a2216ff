"""The demo city on one's own machine: production's behaviour, a key made on first start."""

import secrets
from pathlib import Path

from .base import *  # noqa: F403
from .base import BASE_DIR, LOGGING, env, sqlite
from .relaxed import *  # noqa: F403

DATA_DIR = Path(env.str("DATA_DIR", default="") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
PORT = env.int("PORT", default=8000)
# The demo accounts have no telephone: the admin says what production requires.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=False)


def stored_key(path: Path) -> str:
    """The key kept beside the data, made on first start and readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


SECRET_KEY = stored_key(DATA_DIR / "secret_key")
BALLOT_BOX_SECRET = f"ballot-box-{SECRET_KEY}"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
WAGTAILADMIN_BASE_URL = f"http://localhost:{PORT}"
DEFAULT_FROM_EMAIL = "Parvis <parvis@demo.example>"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mails"
DATABASES = {"default": sqlite(DATA_DIR / "portal.sqlite3")}
CACHES = {
    "default": {
        "BACKEND": "portal.cache_table.CacheTable",
        "LOCATION": "cache",
        # The default of 300 entries would let a flood of one limit push out another.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# No collectstatic to run: files are served from where they are.
WHITENOISE_USE_FINDERS = True
LOGGING["handlers"]["console"]["formatter"] = "plain"  # type: ignore[index]
PROOF_OF_WORK = env.bool("PROOF_OF_WORK", default=False)
# Here the security log is read in the admin.
LOGGING["handlers"]["security"] = {"class": "logging.NullHandler"}  # type: ignore[index]
