"""The Kubernetes example agrees with compose.yaml, the image and the program."""

from __future__ import annotations

from collections import defaultdict

import pytest
from msgspec.structs import replace
from ruamel.yaml import YAML

from gateway import app, settings
from gateway.desks.bot_framework import BotFramework
from gateway.desks.chatwoot import Chatwoot
from tests.deploy import examples
from tests.deploy.examples import DEPLOY, KUBERNETES, asked

INSIDE = ("/metrics", "/readyz", "/healthz")
CHATWOOT = Chatwoot(url="https://desk.example.com", account_id=1, inbox_id=1, token="t", secret="s")
HUB = BotFramework(url="https://hub.example.com", token="t", secret="s")


def of_kind(kind: str) -> list[dict]:
    resources = examples.document(KUBERNETES / "kustomization.yaml")["resources"]
    return [one for name in resources for one in examples.documents(KUBERNETES / name) if one["kind"] == kind]


def pods() -> dict[str, dict]:
    return {one["metadata"]["name"]: one["spec"]["template"]["spec"] for one in of_kind("Deployment")}


def containers(pod: dict) -> list[dict]:
    return [*pod["initContainers"], *pod["containers"]]


def test_each_role_is_started_as_compose_starts_it():
    services = examples.ours()
    assert set(pods()) == set(examples.ROLES)
    for role, pod in pods().items():
        assert [one["args"] for one in pod["initContainers"]] == [services["migrate"]["command"]]
        assert [one["args"] for one in pod["containers"]] == [services[role]["command"]]


def test_the_configuration_is_that_of_compose():
    (kept,) = of_kind("ConfigMap")
    assert YAML(typ="safe").load(kept["data"]["causerie.yaml"]) == examples.document(DEPLOY / "causerie.yaml")


def test_it_is_mounted_where_the_image_looks_and_files_where_they_are_kept(tmp_path):
    (kept,) = of_kind("ConfigMap")
    (claim,) = of_kind("PersistentVolumeClaim")
    environment = dict(pair.split("=") for line in examples.dockerfile("ENV") for pair in line.split())
    for pod in pods().values():
        volumes = {one["name"]: one for one in pod["volumes"]}
        assert volumes["configuration"]["configMap"]["name"] == kept["metadata"]["name"]
        assert volumes["media"]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
        for container in containers(pod):
            mounts = {one["name"]: one["mountPath"] for one in container["volumeMounts"]}
            assert f"{mounts['configuration']}/{next(iter(kept['data']))}" == environment["CAUSERIE_CONFIG"]
            assert [mounts["media"]] == examples.dockerfile("VOLUME")
            assert container["envFrom"] == [{"secretRef": {"name": "causerie"}}]


def test_pods_are_nobody_and_write_beside_no_volume():
    for pod in pods().values():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert [str(pod["securityContext"]["runAsUser"])] == examples.dockerfile("USER")
        for container in containers(pod):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
            }  # fmt: skip


@pytest.mark.parametrize("role", examples.ROLES)
def test_probes_ask_what_each_role_answers(processes, role):
    (container,) = pods()[role]["containers"]
    assert [str(one["containerPort"]) for one in container["ports"]] == examples.dockerfile("EXPOSE")
    assert container["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "http"}
    for name in ("startupProbe", "livenessProbe"):  # they know nothing of the database: a restart would not mend it
        assert container[name]["httpGet"] == {"path": "/healthz", "port": "http"}
    for path in ("/readyz", "/healthz"):
        assert asked(f"{processes[role]}{path}")[0] == 200


def test_a_pod_is_given_the_time_that_a_stop_takes():
    for pod in pods().values():
        (container,) = pod["containers"]
        word, seconds = container["lifecycle"]["preStop"]["exec"]["command"]
        assert word == "sleep"
        assert pod["terminationGracePeriodSeconds"] > int(seconds) + 2 * app.STOP_PATIENCE


def test_services_find_their_pods():
    labels = {one["metadata"]["name"]: one["spec"]["template"]["metadata"]["labels"] for one in of_kind("Deployment")}
    for one in of_kind("Deployment"):
        assert one["spec"]["selector"]["matchLabels"] == labels[one["metadata"]["name"]]
    (service,), (budget,) = of_kind("Service"), of_kind("PodDisruptionBudget")
    assert service["spec"]["selector"] == budget["spec"]["selector"]["matchLabels"] == labels["web"]
    assert [port["targetPort"] for port in service["spec"]["ports"]] == ["http"]


def is_public(path: str) -> bool:
    (ingress,) = of_kind("Ingress")
    (rule,) = ingress["spec"]["rules"]
    for one in rule["http"]["paths"]:
        whole, prefix = one["path"], one["path"].rstrip("/")
        if path == whole or (one["pathType"] == "Prefix" and (path == prefix or path.startswith(f"{prefix}/"))):
            return True
    return False


@pytest.fixture
async def doors(tmp_path, monkeypatch) -> list[str]:
    """Every path that a process answers with all that may be switched on."""
    monkeypatch.chdir(tmp_path)
    read, accounts = settings.load(examples.ROOT / "config" / "demo.yaml", {})
    site = replace(read.site, origins=("https://www.example.com",))
    gateway = await app.build(replace(read, chatwoot=CHATWOOT, bot_framework=HUB, site=site), accounts)
    found = [one.canonical.format_map(defaultdict(lambda: "x")) for one in gateway.site.router.resources()]
    await gateway.stop()
    return found


async def test_the_ingress_lets_through_every_door_but_those_of_the_inside(doors):
    assert {"/hooks/telegram", "/me/x", "/site.js", "/desks/chatwoot", *INSIDE} <= set(doors)
    assert {path for path in doors if not is_public(path)} == set(INSIDE)


def test_the_ingress_keeps_the_inside_to_itself(processes):
    assert [path for path in INSIDE if is_public(path)] == []
    for path in INSIDE:
        assert asked(f"{processes['web']}{path}")[0] == 200
    (ingress,) = of_kind("Ingress")
    host = settings.load(DEPLOY / "causerie.yaml", {"DATABASE_PASSWORD": "x"})[0].public_url.removeprefix("https://")
    assert [rule["host"] for rule in ingress["spec"]["rules"]] == ingress["spec"]["tls"][0]["hosts"] == [host]
