"""Logging: events with a name, JSON lines in production, readable lines elsewhere."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "portal.logs.JsonFormatter"},
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        # Replaced by files of a month each when SECURITY_LOG_DIR is set (production.py).
        "security": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "json",
        },
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Two lines for each index update would drown the events.
        "django_tasks": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # What an auditor reads stands apart from everything else.
        "portal.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
