from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CancellationsConfig(AppConfig):
    name = "cancellations"
    verbose_name = _("Lastcall")

    def ready(self) -> None:
        from cancellations import checks  # noqa: F401 - registers the project's own system checks
