"""WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

# What was loaded stays until the process ends: looking through it for something to throw away, as
# Python would every few requests, finds nothing.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
