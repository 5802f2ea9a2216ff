"""Production: refuses to start without its secrets; everything else comes from the environment."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import BASE_DIR, LOGGING, RESERVED_ROOT_SLUGS, database, env, sqlite


def required(name: str) -> str:
    """The value of an environment variable that has no safe default."""
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. The portal does not start without it; see .env.example."
        )
    return value


SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
WAGTAILADMIN_BASE_URL = required("BASE_URL").rstrip("/")
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
# The keys before this one: links already mailed and open sessions still work under them.
SECRET_KEY_FALLBACKS = [
    key.strip() for key in env.str("SECRET_KEY_FALLBACKS", default="").split(",") if key.strip()
]
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: use at least 50 random characters.")

BALLOT_BOX_SECRET = required("BALLOT_BOX_SECRET")
# The secrets before this one, until `manage.py rewrap_ballot_keys` has been run.
BALLOT_BOX_SECRET_FALLBACKS = [
    key.strip()
    for key in env.str("BALLOT_BOX_SECRET_FALLBACKS", default="").split(",")
    if key.strip()
]
if len(BALLOT_BOX_SECRET) < 50 or BALLOT_BOX_SECRET == SECRET_KEY:
    raise ImproperlyConfigured(
        "BALLOT_BOX_SECRET needs at least 50 random characters, other than those of SECRET_KEY."
    )

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {
    "default": database(env.str("DATABASE_URL"))
    if env.str("DATABASE_URL", default="")
    else sqlite(DATA_DIR / "portal.sqlite3")
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("REDIS_URL"),
    }
    if env.str("REDIS_URL", default="")
    else {
        # Shared by every process of one machine, as login limits require.
        "BACKEND": "portal.cache_table.CacheTable",
        "LOCATION": "cache",
        # The default of 300 entries would let a flood of one limit push out another.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
ADMIN_PATH = env.str("ADMIN_PATH", default="admin/").strip("/") + "/"
# No page may take the place of the admin, wherever it is.
RESERVED_ROOT_SLUGS += (ADMIN_PATH.partition("/")[0],)  # type: ignore[assignment]
CLIENT_ADDRESS_HEADER = env.str("CLIENT_ADDRESS_HEADER", default="REMOTE_ADDR")
if CLIENT_ADDRESS_HEADER.startswith("HTTP_"):
    # allauth's own limits must see visitors, not the proxy.
    ALLAUTH_TRUSTED_CLIENT_IP_HEADER = CLIENT_ADDRESS_HEADER.removeprefix("HTTP_").replace("_", "-")
# On a name that carries other sites of the city, these two bind them too.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
PROOF_OF_WORK = env.bool("PROOF_OF_WORK", default=False)
# The security log in files of its own, one a month, kept apart from the other logs.
if env.str("SECURITY_LOG_DIR", default=""):
    LOGGING["handlers"]["security"] = {  # type: ignore[index]
        "class": "portal.logs.MonthlyFileHandler",
        "folder": env.str("SECURITY_LOG_DIR"),
        "formatter": "json",
    }
