"""The WSGI application for processes that answer requests from now on."""

import gc

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.database import hurry_pages


def server_application() -> WSGIHandler:
    """The application, with all its pages loaded.

    What is loaded stays until the process ends: looking through it for garbage again and again would be a twentieth
    of all work.
    """
    application = get_wsgi_application()
    hurry_pages(settings.DATABASES["default"])  # before the first connection
    get_resolver().url_patterns  # noqa: B018 - loads the views, which the first visitor would have to wait for
    gc.collect()
    gc.freeze()
    return application
