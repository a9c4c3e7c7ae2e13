"""How each channel would show one step of a draft: what customers read, and what they can touch."""

from __future__ import annotations

from connectors.content import Choices, Content, plain_text
from connectors.contract import Connector
from connectors.fallback import as_numbered
from dialogs.degradations import sample
from dialogs.flow_files import load
from gateway.api import studio_shapes as shapes
from gateway.api.problem import Problem
from gateway.journey import rehearsal, simulation
from gateway.journey.world import World


def skins(text: str, asked: shapes.Preview, world: World) -> list[shapes.SkinShape]:
    """Every channel with that step; none where it says nothing. Raises FlowProblem."""
    flow = load(text, "draft")
    if asked.step not in flow.by_id:
        raise Problem(404, f'there is no step "{asked.step}"')
    flows = {**world.library.catalog.flows, flow.name: flow}
    content = sample(flow.by_id[asked.step], flows, asked.language, _as_written)
    accounts = simulation.overlaid(world, {}).accounts
    return [_skin(channel, accounts[channel], content, asked.language) for channel in accounts] if content else []


def _as_written(expression: str) -> str:
    return f"‹{expression}›"


def _skin(channel: str, connector: Connector, content: Content, language: str) -> shapes.SkinShape:
    plan = rehearsal.show(connector, content, language=language)
    got = {lost.wanted: lost.got for lost in plan.degradations}
    body, options = plain_text(content), []
    if isinstance(content, Choices):
        options = [got.get(one.label, one.label) for one in content.options]
        body = as_numbered(content, language)[0] if plan.numbered else body
    return shapes.SkinShape(
        channel=channel, as_=rehearsal.offers(connector.capabilities, content, plan.numbered), body=body,
        options=options, parts=len(plan.parts), degradations=plan.degradations,
    )  # fmt: skip
