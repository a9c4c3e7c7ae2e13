"""compose.yaml and the Dockerfile name what is there: commands, ports, files, variables, each other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from gateway import settings
from tests.deploy import examples
from tests.deploy.examples import DEPLOY, ROOT, VARIABLE, asked

HEALTH = [sys.executable, "-m", "gateway", "health"]


def ready(url: str) -> Any:
    """What it says of itself; a Redis lost on a busy machine is found again in a few seconds."""
    end = time.monotonic() + 20
    while True:
        status, said = asked(f"{url}/readyz")
        assert status == 200
        answer = json.loads(said)
        if answer["redis"] == "ok" or time.monotonic() > end:
            return answer
        time.sleep(0.2)


@pytest.mark.parametrize("role", examples.ROLES)
def test_each_role_is_ready_and_does_what_its_service_is_called(processes, role):
    assert ready(processes[role]) == {"status": "ready", "roles": [role], "database": "ok", "redis": "ok"}
    said = subprocess.run([*HEALTH, "--url", processes[role]], capture_output=True, text=True, check=True).stdout
    assert said == f"ready: {role}\n"


def test_the_configuration_is_sound_with_the_variables_its_services_are_given():
    given = {name for service in examples.ours().values() for name in service["environment"]}
    assert set(VARIABLE.findall(examples.configuration())) == given
    read, accounts = settings.load(DEPLOY / "causerie.yaml", dict.fromkeys(given, "x"))
    assert accounts == []
    assert read.listen.host == "0.0.0.0"


def test_the_account_that_it_shows_is_sound_too(tmp_path):
    text = (DEPLOY / "causerie.yaml").read_text().replace("accounts: {}", "accounts:").replace("#  ", "  ")
    (tmp_path / "causerie.yaml").write_text(text)
    _, accounts = settings.load(tmp_path / "causerie.yaml", dict.fromkeys(VARIABLE.findall(text), "x"))
    assert [one.channel for one in accounts] == ["telegram"]


def test_ports_are_the_one_that_is_listened_on():
    (port,) = examples.dockerfile("EXPOSE")
    assert int(port) == settings.load(DEPLOY / "causerie.yaml", {"DATABASE_PASSWORD": "x"})[0].listen.port
    assert examples.ours()["web"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    (found,) = examples.document(DEPLOY / "prometheus.yml")["scrape_configs"][0]["dns_sd_configs"]
    assert str(found["port"]) == port
    assert set(found["names"]) == set(examples.ROLES) == set(examples.ours()) - {"migrate"}


def test_the_configuration_lies_where_the_image_looks_for_it():
    environment = dict(pair.split("=") for line in examples.dockerfile("ENV") for pair in line.split())
    for service in examples.ours().values():
        mounts = [one.split(":") for one in service["volumes"]]
        assert environment["CAUSERIE_CONFIG"] in [target for _, target, *_ in mounts]
        kept = [target for source, target, *_ in mounts if source == "media"]
        assert kept == examples.dockerfile("VOLUME")
        folder = settings.load(DEPLOY / "causerie.yaml", {"DATABASE_PASSWORD": "x"})[0].media.folder
        assert Path(kept[0]) in Path(folder).parents


def test_what_is_mounted_is_there_and_volumes_are_declared():
    whole = examples.compose()
    for name, service in whole["services"].items():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).is_file(), f"{name}: {source}"
            else:
                assert source in whole["volumes"], f"{name}: {source}"
        assert set(service.get("depends_on", {})) <= set(whole["services"])


def test_nobody_runs_as_root_or_writes_beside_the_volume():
    (user,) = examples.dockerfile("USER")
    assert int(user) > 0
    for service in examples.ours().values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_secrets_are_set_by_whoever_starts_it_and_never_have_a_default():
    written = (ROOT / "compose.yaml").read_text()
    assert re.findall(r"\$\{\w+:-", written) == []
    assert "*.env" in (ROOT / ".gitignore").read_text().split()
    assert "**/*.env" in examples.ignored()


def test_the_image_copies_files_that_are_there_and_asks_its_own_health():
    text = (ROOT / "Dockerfile").read_text()
    copied = [word for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE) for word in line.split()[:-1]]
    assert [word for word in copied if not (ROOT / word).exists()] == []
    assert "--mount" not in text  # older builders would keep what was mounted before
    for line in [*examples.dockerfile("HEALTHCHECK"), *examples.dockerfile("ENTRYPOINT")]:
        assert json.loads(line[line.index("[") :])[0] == "causerie"
    (check,) = examples.dockerfile("HEALTHCHECK")
    assert examples.unknown(" ".join(json.loads(check[check.index("[") :]))) == []


def test_the_image_is_built_with_all_that_its_wheel_is_made_of():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    named = [project["project"]["readme"], *project["project"]["license-files"], *packages]
    made_of = [*named, "pyproject.toml", "hatch_build.py", "config", "web"]
    assert [name for name in made_of if not (ROOT / name).exists() or name in examples.ignored()] == []


def test_every_rule_file_is_mounted_beside_the_configuration_that_names_it():
    mounts = [one.split(":") for one in examples.compose()["services"]["prometheus"]["volumes"]]
    targets = {target: source for source, target, *_ in mounts}
    for name in examples.document(DEPLOY / "prometheus.yml")["rule_files"]:
        assert targets[f"/etc/prometheus/{name}"] == f"./deploy/{name}"
