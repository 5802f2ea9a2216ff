"""What one page says on the next, in a cookie that belongs to this host only."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Django's, under a name that a browser accepts from this host alone."""

    cookie_name = settings.MESSAGES_COOKIE_NAME


class Storage(FallbackStorage):
    """A cookie for most messages; the session for what does not fit."""

    storage_classes = (HostCookieStorage, SessionStorage)
