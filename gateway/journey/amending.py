"""Amending: an edit or a deletion shows on the message that it speaks of.

Before:  hearing kept the event itself.      After:  the message is read as it stands now.
Order:   of the conversation; the message meant may have come in the same batch, and be written nowhere yet.
Never:   changes the event that told of it; loses a file of ours because the words under it were changed.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from connectors.content import Content, Deleted, Edited, Media
from dialogs import unclear_store
from gateway.journey import media
from gateway.journey.talk import Harvest, Talk
from gateway.messages import media_store, message_store, timeline_store
from gateway.messages.inbox_store import Waiting
from gateway.messages.message_store import NewMessage
from gateway.people import claim_store

_encode = msgspec.json.Encoder().encode
_content = msgspec.json.Decoder(Content).decode
_media = msgspec.json.Decoder(Media).decode


def amend(connection: Connection, talk: Talk, row: Waiting, content: Content, harvest: Harvest, at: int) -> None:
    """Show on its target what the content of this event did to it, `at` that time; any other content does nothing."""
    if not isinstance(content, Edited | Deleted):
        return
    fresh = harvest.said(talk.conversation_id, row.account, content.target)
    if fresh is not None:
        _amend_fresh(fresh, content, harvest, at, row.received_at)
        return
    where = timeline_store.of_conversation(connection, talk.conversation_id).all  # they may have said it before a link
    found = message_store.find(connection, where, row.account, content.target)
    target = message_store.hold(connection, found.id) if found is not None else None  # its file may just be coming in
    if target is None:
        return
    unclear_store.drop(connection, [target.id])  # these words are taken back
    claim_store.drop(connection, [target.id])
    if isinstance(content, Deleted):
        message_store.mark_deleted(connection, target.id, at)
    else:
        before = _content(target.content)
        now_said = _with_our_file(before, content.content, _source(connection, before))
        harvest.media += media.wanted(target, now_said, row.received_at) if now_said is content.content else []
        message_store.edit(connection, target.id, _encode(now_said).decode(), _kind(now_said), at)


def amend_ours(connection: Connection, message_id: str, at: int) -> None:
    """The same for an edit or a deletion of ours, once its provider carried it out."""
    said = message_store.get(connection, message_id)
    content = _content(said.content) if said is not None else None
    if said is None or not isinstance(content, Edited | Deleted):
        return
    where = timeline_store.of_conversation(connection, said.conversation_id).all
    target = message_store.find(connection, where, said.account, content.target)
    if target is None or target.id == said.id:  # an edit answers with the id of what it changed
        return
    if isinstance(content, Deleted):
        message_store.mark_deleted(connection, target.id, at)
        return
    before = _content(target.content)
    now_said = _with_our_file(before, content.content, before)
    message_store.edit(connection, target.id, _encode(now_said).decode(), _kind(now_said), at)


def _amend_fresh(target: NewMessage, content: Edited | Deleted, harvest: Harvest, at: int, now: int) -> None:
    """The same for a message that is still to be written."""
    harvest.unclear = [one for one in harvest.unclear if one["message_id"] != target.id]
    harvest.claims = [one for one in harvest.claims if one.message_id != target.id]
    if isinstance(content, Deleted):
        target.deleted_at = at
        return
    before = _content(target.content)
    now_said = _with_our_file(before, content.content, before)
    if now_said is content.content:
        harvest.media = [one for one in harvest.media if one.message_id != target.id]
        harvest.media += media.wanted(target, now_said, now)
    target.content, target.type, target.edited_at = _encode(now_said).decode(), _kind(now_said), at


def _source(connection: Connection, content: Content) -> Content:
    """The same as its provider named it, before we fetched it."""
    row = media_store.get(connection, content.media_id) if isinstance(content, Media) and content.media_id else None
    return _media(row.source) if row is not None else content


def _with_our_file(before: Content, after: Content, source: Content) -> Content:
    """An edit names the file as its provider does: where it is the one that we have, only its words are new."""
    if not (isinstance(before, Media) and isinstance(after, Media) and isinstance(source, Media)):
        return after
    is_same = (after.media_id, after.url) == (source.media_id, source.url)
    is_unnamed = after.media_id is None and after.url is None
    return msgspec.structs.replace(before, caption=after.caption) if is_same or is_unnamed else after


def _kind(content: Any) -> str:
    return str(content.__struct_config__.tag)
