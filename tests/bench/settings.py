"""Lastcall as it is installed, with its files in the benchmark's own folder."""

from config.settings import *  # noqa: F403
from config.settings import DATA_DIR

STATIC_ROOT = DATA_DIR / "static-root"
