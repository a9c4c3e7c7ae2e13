"""A webhook of the brand's own: one POST, signed, that answers with JSON.

    POST <webhook>
    Causerie-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>" with the secret>
    Causerie-Action-Id: <the same at each try>
    Idempotency-Key: "<the same>"

    {"id", "action", "args", "conversation_id", "customer_id", "channel", "language", "said", "flow", "step"}

2xx with a JSON body is the result; `{"error": "code"}` with any other status is that code for the flow's `on_error`.
"""

from __future__ import annotations

import hmac

import msgspec

from gateway.actions.line import Line
from gateway.actions.task import Answer, Outside, Task


async def do(task: Task, outside: Outside, line: Line, now: int) -> Answer:
    body = msgspec.json.encode(task)
    headers = {"Causerie-Signature": signature(outside.secret or "", body, now), **task.marks}
    return await line.post(
        outside.address, body, headers=headers, timeout=outside.timeout, private=outside.private
    )  # fmt: skip


def signature(secret: str, body: bytes, now: int) -> str:
    """`now` in milliseconds."""
    seconds = str(now // 1000)
    digest = hmac.digest(secret.encode(), seconds.encode() + b"." + body, "sha256")
    return f"t={seconds},v1={digest.hex()}"
