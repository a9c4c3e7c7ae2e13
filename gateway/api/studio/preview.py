"""How each channel would show one step of a draft: what customers read, and what they can touch."""

from __future__ import annotations

from connectors.content import Choices, Content, plain_text
from connectors.contract import Capabilities, Connector
from connectors.fallback import as_numbered, shorten
from dialogs.degradations import sample
from dialogs.flow_files import load
from gateway.api.problem import Problem
from gateway.api.studio import shapes
from gateway.journey.rehearsing import rehearsal, simulation
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
    form = rehearsal.offers(connector.capabilities, content, plan.numbered)
    body, options = plain_text(content), []
    if isinstance(content, Choices):
        longest = _longest(connector.capabilities, form)
        options = [shorten(one.label, longest) if longest else one.label for one in content.options]
        body = as_numbered(content, language)[0] if plan.numbered else body
    return shapes.SkinShape(
        channel=channel, as_=form, body=body, options=options, parts=len(plan.parts), degradations=plan.degradations
    )


def _longest(can: Capabilities, form: str) -> int:
    """Of a label, in characters; 0: as long as one likes."""
    labels = {"buttons": can.button_label, "list": can.list_label, "quick_replies": can.quick_reply_label}
    return labels.get(form, 0)
