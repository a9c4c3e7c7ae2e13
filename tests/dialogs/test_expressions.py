"""The expressions walked in Python mean what CEL means by them."""

from __future__ import annotations

import pytest

from dialogs.errors import ExpressionFailure
from dialogs.expressions import cel, compiled

WORLD = {"vars": {"topic": {"name": "News", "followed": True}, "none": None, "n": 0, "list": [1]}, "yes": True}


def by_cel(source):
    context = cel.Context()
    context.set_variable_resolver(WORLD.get)
    return cel.compile(source).execute(context)


@pytest.mark.parametrize(
    "source",
    [
        "vars.topic.name",
        "has(vars.topic)",
        "has( vars.topic.name )",
        "has(vars.gone)",
        "!has(vars.gone)",
        "! has(vars.none)",
        "!vars.topic.followed",
        "!yes",
        "yes",
        "vars.n",
        "true",
        "!true",
    ],
)
def test_simple_expressions_mean_the_same(source):
    assert compiled(source).value(WORLD.get) == by_cel(source)


@pytest.mark.parametrize("source", ["vars.gone", "has(vars.gone.name)", "!vars.n", "!vars.gone", "!vars.topic.name"])
def test_and_have_no_value_where_there_is_none(source):
    with pytest.raises(ExpressionFailure):
        compiled(source).value(WORLD.get)
