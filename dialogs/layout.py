"""Layout: where the canvas puts the steps of a flow, and the notes that people leave beside them; never in the flow.

As JSON: `{"step": [x, y], ".notes": [{"id": …, "at": [x, y], "text": …}]}`. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

import msgspec

NOTES = ".notes"  # no step has such a name
MOST_NOTES = 100

Boxes = dict[str, tuple[float, float]]
NoteText = Annotated[str, msgspec.Meta(max_length=2000)]


class CanvasNote(msgspec.Struct, frozen=True, kw_only=True):
    """Free text for colleagues. `at` is its top left corner."""

    id: str
    at: tuple[float, float]
    text: NoteText


class Layout(NamedTuple):
    boxes: Boxes
    notes: Sequence[CanvasNote]


class TooManyNotes(ValueError):
    """MOST_NOTES are on the canvas already."""


def read(text: str) -> Layout:
    """What is no layout, as a file written by hand may be, is none: the canvas then arranges the steps by itself."""
    try:
        whole: dict[str, Any] = msgspec.json.decode(text or "{}", type=dict[str, Any])
        notes = msgspec.convert(whole.pop(NOTES, []), list[CanvasNote])
        return Layout(msgspec.convert(whole, Boxes), notes)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return Layout({}, [])


def written(layout: Layout) -> str:
    """Empty where nothing is to be kept."""
    notes = {NOTES: layout.notes} if layout.notes else {}
    whole = {**layout.boxes, **notes}
    return msgspec.json.encode(whole).decode() if whole else ""


def with_note(layout: Layout, note: CanvasNote) -> Layout:
    """The note of that id anew, or one more. Raises TooManyNotes."""
    others = [one for one in layout.notes if one.id != note.id]
    if len(others) >= MOST_NOTES:
        raise TooManyNotes
    return layout._replace(notes=[*others, note])


def without_note(layout: Layout, note_id: str) -> Layout:
    return layout._replace(notes=[one for one in layout.notes if one.id != note_id])
