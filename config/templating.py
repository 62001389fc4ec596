"""How templates are found and what they know."""

from pathlib import Path
from typing import Any


def templates_in(folder: Path) -> list[dict[str, Any]]:
    """The setting TEMPLATES: one engine, cached, with our own tags at hand everywhere."""
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [folder],
            "OPTIONS": {
                "builtins": [
                    "cancellations.templatetags.lastcall",
                    "template_partials.templatetags.partials",
                    "django.templatetags.i18n",
                    "django.templatetags.static",
                    "cancellations.templatetags.kept",
                    "cancellations.templatetags.side",
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
                "loaders": [
                    (
                        "template_partials.loader.Loader",
                        [
                            (
                                "django.template.loaders.cached.Loader",
                                [
                                    "django.template.loaders.filesystem.Loader",
                                    "django.template.loaders.app_directories.Loader",
                                ],
                            )
                        ],
                    )
                ],
            },
        }
    ]
