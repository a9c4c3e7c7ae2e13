"""What somebody gets who installs the wheel and has no checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOOK = """
import json
from gateway.ground.shipped import config_dir, console_dir
shipped = {str(path.relative_to(root)) for root in (config_dir(), console_dir()) for path in root.rglob("*")}
print(json.dumps({"config": str(config_dir()), "shipped": sorted(shipped)}))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's packages in it, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT)
    (wheel,) = folder.glob("causerie-*.whl")
    target = folder / "site"
    run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", target, wheel],
        cwd=folder,
    )
    return target


def run(command: list[object], cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def python(installed: Path, *arguments: str) -> str:
    """Run Python where the wheel is found before the checkout."""
    return run(["env", f"PYTHONPATH={installed}", sys.executable, *arguments], cwd=installed)


@pytest.mark.slow
def test_the_wheel_brings_its_configuration_and_its_console(installed: Path) -> None:
    seen = json.loads(python(installed, "-c", LOOK))
    assert seen["config"] == str(installed / "gateway" / "config")
    assert {"demo.yaml", "index.html"} <= set(seen["shipped"])
    assert any(name.startswith("flows/") for name in seen["shipped"])


@pytest.mark.slow
def test_the_wheel_brings_the_command(installed: Path) -> None:
    assert "serve" in python(installed, "-m", "gateway", "--help")
