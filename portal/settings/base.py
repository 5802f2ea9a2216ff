"""What every environment shares: secure by default, relaxed only by dev, demo and test."""

from pathlib import Path

import environ

from .accounts import *  # noqa: F403
from .apps import *  # noqa: F403
from .identity import *  # noqa: F403
from .logs import *  # noqa: F403
from .mails import *  # noqa: F403
from .privacy import *  # noqa: F403
from .security import *  # noqa: F403
from .votes import *  # noqa: F403
from .wagtail import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

DEBUG = False
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # DIRS before APP_DIRS: a city overrides any page by dropping a file in templates/.
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.cms.context_processors.site",
            ],
        },
    },
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "portal" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
# A web server serves the media; only the demo, development and tests do it themselves.
SERVE_MEDIA = False
# Never `Access-Control-Allow-Origin: *`, WhiteNoise's default.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Wagtail sends its index updates, purges and file deletions to this alias: at once, so that a
# missing worker never means a missing search result.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def sqlite(path: Path | str) -> dict[str, object]:
    """The embedded database: durable (synchronous=FULL), readers never blocked (WAL)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            # IMMEDIATE: a transaction that will write takes its turn at once instead of
            # failing half-way with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON;"
                # What is deleted is overwritten: nothing of an erased person stays in the file.
                "PRAGMA secure_delete=ON;"
                "PRAGMA busy_timeout=20000;"
                "PRAGMA cache_size=-65536;"
            ),
        },
    }


def database(url: str) -> dict[str, object]:
    """The database of an address; PostgreSQL gets Django's connection pool, SQLite our pragmas."""
    parsed = environ.Env.db_url_config(url)
    if parsed["ENGINE"].endswith("sqlite3"):
        return sqlite(parsed["NAME"])
    # One connection for each thread of a server process: four, psycopg's own limit, would let four
    # slow pages hold up the others.
    parsed.update({"CONN_MAX_AGE": 0, "OPTIONS": {"pool": {"min_size": 2, "max_size": 8}}})
    return parsed


# What wraps the keys of ballot boxes (decision 0023); production gives its own.
BALLOT_BOX_SECRET_FALLBACKS: list[str] = []

# Seconds a shared cache may keep a page made for nobody in particular; purged on publication
# when a front-end cache is configured.
PAGE_CACHE_SECONDS = 60
