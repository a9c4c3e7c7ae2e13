from __future__ import annotations

import pytest
from sqlalchemy import create_engine

from dialogs import flow_store
from dialogs.errors import FlowProblem

ONE = "flow: f\nsteps: [{id: a, say: one}]"
TWO = "flow: f\nsteps: [{id: a, say: two}]"
AT = "2026-11-24T10:00:00Z"


@pytest.fixture
def connection():
    database = create_engine("sqlite://")
    flow_store.metadata.create_all(database)
    with database.begin() as connection:
        yield connection
    database.dispose()


def test_the_last_published_is_current_and_older_ones_stay(connection):
    one = flow_store.publish(connection, ONE, at=AT, author="anna")
    two = flow_store.publish(connection, TWO, at=AT, author="marc", note="shorter")
    catalog = flow_store.catalog(connection, pinned=[("f", one.version), ("gone", "0")])
    assert catalog.flows["f"].version == two.version
    assert catalog.pinned("f", one.version).version == one.version
    assert flow_store.catalog(connection).pinned("f", one.version) is None


def test_publishing_an_old_version_again_brings_it_back(connection):
    one = flow_store.publish(connection, ONE, at=AT, author="anna")
    flow_store.publish(connection, TWO, at=AT, author="anna")
    flow_store.publish(connection, "# again\n" + ONE, at="2027-01-01T00:00:00Z", author="marc")
    assert flow_store.catalog(connection).flows["f"].version == one.version


def test_files_seed_only_what_is_not_there(connection):
    flow_store.publish(connection, TWO, at=AT, author="anna")
    flow_store.seed(connection, [ONE, "flow: g\nsteps: [{id: a, say: g}]"], at=AT)
    flows = flow_store.catalog(connection).flows
    assert sorted(flows) == ["f", "g"]
    assert flows["f"].steps[0].body.say("en", {}.get) == "two"


def test_what_is_no_flow_is_not_published(connection):
    with pytest.raises(FlowProblem):
        flow_store.publish(connection, "flow: f", at=AT, author="anna")
    assert flow_store.catalog(connection).flows == {}
