"""What a site served over plain HTTP on one's own machine must relax; dev, demo and test use it."""

from pathlib import Path

# Static files are served from where they are, media by Django itself.
STATIC_ROOT: Path | None = None
SERVE_MEDIA = True

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrf"
SCHEME_COOKIE_NAME = "affichage"
MESSAGES_COOKIE_NAME = "messages"
SUPPORTER_COOKIE_NAME = "supporter"
PLEDGE_COOKIE_NAME = "resolutions"
BASKET_COOKIE_NAME = "panier"
RECEIPT_COOKIE_NAME = "recepisse"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
