#!/usr/bin/env python
"""Lastcall's command line: `manage.py help` lists what it can do."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        # signin-link reads better than signin_link, and a module's name cannot have the dash
        sys.argv[1] = sys.argv[1].replace("-", "_")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a setting, or the data folder: it says itself what to do
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
