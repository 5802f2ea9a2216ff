"""For operators: is the process alive, and can it serve?"""

import logging

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Database and cache answer; 503 names the one that does not, without its address."""
    checks = {"database": _database_answers(), "cache": _cache_answers()}
    healthy = all(checks.values())
    return JsonResponse(
        {
            "status": "ok" if healthy else "unavailable",
            "checks": {name: "ok" if good else "unavailable" for name, good in checks.items()},
        },
        status=200 if healthy else 503,
    )


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("Database unavailable", extra={"event": "portal.health.database"})
        return False
    return True


def _cache_answers() -> bool:
    try:
        cache.get("healthz")
    # Each cache backend raises errors of its own library.
    except Exception:
        logger.exception("Cache unavailable", extra={"event": "portal.health.cache"})
        return False
    return True
