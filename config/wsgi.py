"""The WSGI application that the server loads."""

import os

from config.application import server_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = server_application()
