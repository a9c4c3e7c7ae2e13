"""The dashboard and the alerts ask for figures that /metrics shows, by labels they have."""

from __future__ import annotations

import json
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from gateway.insights import prometheus
from tests.deploy import examples
from tests.deploy.examples import DEPLOY, asked

OF_PROMETHEUS = {"job", "instance", "role", "le"}
OF_ITSELF = {"up"}  # Prometheus makes it
ENDINGS = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",), "gauge": ("",)}
NAME = re.compile(r"\b(causerie_\w+|process_\w+|up)\b(?=[{\[ ),]|$)")
SHARED = re.compile(r"\bby \(([^)]*)\)")
CHOSEN = re.compile(r"\b(\w+)(?:=~|!~|!=|=)\"")


def dashboard() -> dict:
    return json.loads((DEPLOY / "grafana" / "causerie.json").read_text())


def rules() -> list[dict]:
    return [rule for group in examples.document(DEPLOY / "alerts.yml")["groups"] for rule in group["rules"]]


QUERIES = [
    *((panel["title"], target["expr"]) for panel in dashboard()["panels"] for target in panel["targets"]),
    *((rule["alert"], rule["expr"]) for rule in rules()),
]


@pytest.fixture(scope="session")
def shown(processes) -> set[str]:
    """What can be asked for, by every role."""
    text = asked(f"{processes['web']}/metrics")[1].decode()
    families = list(text_string_to_metric_families(text))
    return {f"{one.name}{ending}" for one in families for ending in ENDINGS.get(one.type, ())} | OF_ITSELF


def labels(name: str) -> set[str]:
    """Those of one of our figures."""
    for figure in vars(prometheus).values():
        if hasattr(figure, "collect"):
            own = getattr(figure, "_name", "")
            if own and name.startswith(own):
                return set(getattr(figure, "_labelnames", ("account",)))
    return set()


@pytest.mark.parametrize(("title", "query"), QUERIES)
def test_a_query_names_figures_that_are_shown(shown, title, query):
    named = set(NAME.findall(query))
    assert named, query
    assert named <= shown


@pytest.mark.parametrize(("title", "query"), QUERIES)
def test_a_query_names_labels_that_its_figures_have(title, query):
    known = OF_PROMETHEUS.union(*(labels(name) for name in NAME.findall(query)))
    asked_for = {label.strip() for some in SHARED.findall(query) for label in some.split(",")}
    assert asked_for | set(CHOSEN.findall(query)) <= known


def test_a_legend_names_labels_that_its_query_keeps():
    for panel in dashboard()["panels"]:
        for target in panel["targets"]:
            kept = {label.strip() for some in SHARED.findall(target["expr"])[:1] for label in some.split(",")}
            assert set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"])) <= kept, panel["title"]


def test_every_figure_of_ours_is_on_the_dashboard():
    queries = " ".join(query for _, query in QUERIES)
    declared = [value._name for name, value in vars(prometheus).items() if name.isupper() and hasattr(value, "_name")]
    assert [name for name in declared if name not in queries] == []


def test_panels_do_not_cover_each_other_and_ask_the_source_that_is_provisioned():
    (source,) = examples.document(DEPLOY / "grafana" / "sources.yaml")["datasources"]
    places = set()
    for panel in dashboard()["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not cells & places
        assert at["x"] + at["w"] <= 24
        places |= cells
        assert panel["datasource"]["uid"] == source["uid"]
    assert len({panel["id"] for panel in dashboard()["panels"]}) == len(dashboard()["panels"])


def test_every_alert_says_how_urgent_it_is_and_has_a_test_and_a_line_in_the_docs():
    tests = (DEPLOY / "alerts.test.yml").read_text()
    told = (examples.ROOT / "docs" / "run-in-production.md").read_text()
    for rule in rules():
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert f"alertname: {rule['alert']}" in tests
        assert f"`{rule['alert'].removeprefix('Causerie')}`" in told
