"""What most commands begin with: the configuration, and its database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.ground.faults import ConfigurationFault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connectors.contract import Account
    from dialogs.flow import Flow
    from gateway.ground.database import Database
    from gateway.settings import Settings

DEMO = Path("demo")  # so that whoever installs the wheel need not know where it lies
ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", envvar="CAUSERIE_CONFIG", help="The configuration file (YAML), or demo: the shipped one."),
]


def load(config: Path | None) -> tuple[Settings, list[Account]]:
    """The settings and accounts of the named file, or of the shipped demo. Raises ConfigurationFault."""
    from gateway import settings

    return settings.load(named(config))


def named(config: Path | None) -> Path:
    """The named file, or the shipped demo's. Raises ConfigurationFault where none is named."""
    from gateway.ground.shipped import config_dir

    if config is None:
        raise ConfigurationFault("no configuration. Name one with --config FILE, or set CAUSERIE_CONFIG")
    return config_dir() / "demo.yaml" if config == DEMO and not config.exists() else config


def database(settings: Settings) -> Database:
    """The database, its schema as this version needs it."""
    from gateway.ground import schema
    from gateway.ground.database import Database

    opened = Database(settings.database)
    schema.prepare(opened)
    return opened


def flows_beside(folder: Path, settings: Settings | None) -> Iterable[Flow]:
    """The flows that a folder of some will stand beside: the configured or shipped ones, as a push finds them."""
    from dialogs.flow_files import load_catalog

    there = flows_folder(settings)
    return () if folder.resolve() == there.resolve() else load_catalog(there).flows.values()


def flows_folder(settings: Settings | None) -> Path:
    """Where the flows lie: the configured folder, else the shipped one."""
    from gateway.ground.shipped import config_dir

    return Path(settings.flows) if settings is not None and settings.flows else config_dir() / "flows"
