"""A process killed while it files proof leaves at most a file without a row, never a row without its file."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.management.running import ROOT, environment, manage

# files proof after proof, says so, and is killed at the moment that the argument names
SCRIPT = """
import os, signal, sys
import django
django.setup()
from cancellations.models import Cancellation, Carrier, Evidence, Sim, User
from cancellations.models import filing
from cancellations.models.storage import SyncedFolder
user = User.objects.first() or User.objects.found_workspace()
carrier = Carrier.objects.create(workspace=user.workspace, slug="mts", names={"en": "MTS"})
case = Cancellation.objects.start(Sim.objects.add(user, carrier=carrier, kind="esim"), user, requested_end_date=None)
pdf = b"%PDF-1.4 " + b"x" * 500_000
case.attach_bytes(user, "first.pdf", pdf)
print("saved first", flush=True)

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[1] == "half-a-file":
    real = os.fsync
    os.fsync = die
elif sys.argv[1] == "between-file-and-row":
    Evidence.save = die
case.attach_bytes(user, "second.pdf", pdf)
"""


@pytest.mark.parametrize("moment", ["half-a-file", "between-file-and-row"])
def test_killed(tmp_path: Path, moment: str) -> None:
    assert manage(tmp_path, "setup").returncode == 0
    env = {**environment(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, moment], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert "saved first" in run.stdout
    checked = manage(tmp_path, "evidence", "--check")
    assert checked.stdout.count("stray file") == 1, "the file that no row came for"
    assert "missing" not in checked.stdout
    assert "changed" not in checked.stdout
    assert "1 files, 1 differences" in checked.stdout
    assert list((tmp_path / "tmp").iterdir()) == []
