"""The site: every door of a process that serves the outside; of one that only works, those that tell how it does."""

from __future__ import annotations

import os

from aiohttp import web

from gateway.api import console, headers, health, hooks, media, openapi, rasa, visits
from gateway.api.auth import Gatekeeper
from gateway.api.board import page as board
from gateway.api.desk import (
    brand,
    bulletins,
    crew,
    duty,
    floor,
    hours,
    insights,
    labels,
    left_off,
    links,
    notes,
    presence,
    stream,
    templates,
    triage,
    uploads,
)
from gateway.api.desk import conversations as desk
from gateway.api.desk.uploads import Files
from gateway.api.doors import Doors
from gateway.api.health import Doctor
from gateway.api.operation import Operation, mount
from gateway.api.problem import problems
from gateway.api.programs import (
    asking,
    complaints,
    customers,
    erase,
    export,
    items,
    knowledge,
    messages,
    numbers,
    silences,
)
from gateway.api.studio import flows as studio
from gateway.api.studio import unclear
from gateway.api.studio.flows import Workshop
from gateway.ground.shipped import console_dir


def whole(
    doors: Doors, workshop: Workshop, doctor: Doctor, *, public_url: str, proxies: int, files: Files,
    origins: tuple[str, ...] = (),
) -> web.Application:  # fmt: skip
    """Webhooks, the API, the Desk and its pages. `origins` of the brand's own site, if it loads our script."""
    app = bare(doctor)
    secure, preset = public_url.startswith("https://"), os.environ.get("CAUSERIE_API_KEY")
    gatekeeper = Gatekeeper(doors.database, doors.clock, preset_key=preset, secure=secure, proxies=proxies)
    hooks.serve(app, doors.accounts, doors.accept)
    api = [
        *messages.operations(doors), *customers.operations(doors), *numbers.operations(doors),
        *asking.operations(doors),
        *complaints.operations(doors), *export.operations(doors), *erase.operations(doors, files.folder),
        *silences.operations(doors, base="/api/v1/silences", guard="key"), *items.operations(doors),
        *rasa.operations(doors),
        *knowledge.operations(doors, workshop.world, base="/api/v1/knowledge", guard="key"),
        *studio.operations(doors, workshop, base="/api/v1/studio", guard="key"),
    ]  # fmt: skip
    mount(app, [*api, *people_operations(doors, gatekeeper, files, workshop)], gatekeeper.identify)
    openapi.serve(app, api, server=public_url)
    app.router.add_get("/desk/api/stream", stream.stream(doors.live, gatekeeper, doors.database, doors.clock))
    board.Pages(doors, files.folder, secure=secure).serve(app)
    if origins:
        visits.Sites(doors, gatekeeper, origins).serve(app)
    console.serve(app, console_dir())
    headers.guard(app, secure=secure)
    return app


def people_operations(doors: Doors, gatekeeper: Gatekeeper, files: Files, workshop: Workshop) -> list[Operation]:
    """Every door of the Desk."""
    return [
        *desk.operations(doors, gatekeeper), *presence.operations(doors), *notes.operations(doors),
        *left_off.operations(doors),
        *duty.operations(doors), *floor.operations(doors), *labels.operations(doors), *crew.operations(doors),
        *hours.operations(doors),
        *links.operations(doors), *triage.operations(doors), *insights.operations(doors),
        *bulletins.operations(doors), *media.operations(doors, files.folder), *brand.operations(doors),
        *uploads.operations(doors, files), *templates.operations(doors),
        *silences.operations(doors, base="/desk/api/silences", guard="supervisor"),
        *studio.operations(doors, workshop, base="/desk/api/studio", guard="admin"),
        *knowledge.operations(doors, workshop.world, base="/desk/api/studio/knowledge", guard="admin"),
        *unclear.operations(doors, workshop.world.library, base="/desk/api/studio/unclear", guard="admin"),
    ]  # fmt: skip


def bare(doctor: Doctor) -> web.Application:
    """Only how it is doing."""
    app = web.Application(client_max_size=hooks.LARGEST, middlewares=[problems])
    health.serve(app, doctor)
    return app
