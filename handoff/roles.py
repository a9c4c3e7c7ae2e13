"""Roles: what each may do at the Desk, as data. Which conversations somebody sees is a matter of teams."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Right(StrEnum):
    ANSWER = "answer"  # take, reply, note, transfer, resolve: where one may see
    SEE_ALL = "see_all"  # conversations of every team
    SUPERVISE = "supervise"  # the floor: queues, agents, why not assigned; act on what others hold
    DISENGAGE_BOT = "disengage_bot"  # on an account or everywhere; on a conversation whoever answers may
    WRITE_CANNED = "write_canned"
    READ_FIGURES = "read_figures"
    ADMINISTER = "administer"  # people, teams, dead letters, the audit


_AGENT = frozenset({Right.ANSWER})
_SUPERVISOR = _AGENT | {Right.SEE_ALL, Right.SUPERVISE, Right.DISENGAGE_BOT, Right.WRITE_CANNED, Right.READ_FIGURES}

RIGHTS: Mapping[str, frozenset[Right]] = {
    "agent": _AGENT,
    "supervisor": _SUPERVISOR,
    "admin": _SUPERVISOR | {Right.ADMINISTER},
}


def may(role: str, right: Right) -> bool:
    """An unknown role may nothing."""
    return right in RIGHTS.get(role, frozenset())
