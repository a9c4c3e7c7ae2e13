"""Where the boxes are, and the notes beside them."""

from __future__ import annotations

import pytest

from dialogs import layout
from dialogs.layout import MOST_NOTES, CanvasNote, Layout, TooManyNotes

NOTE = CanvasNote(id="n1", at=(5, 6), text="Ask the lawyers")


def test_what_is_written_is_read_back():
    whole = Layout({"greet": (1, 2.5)}, [NOTE])
    assert layout.written(whole) == '{"greet":[1,2.5],".notes":[{"id":"n1","at":[5,6],"text":"Ask the lawyers"}]}'
    assert layout.read(layout.written(whole)) == whole
    assert layout.read('{"notes":[3,4]}') == Layout({"notes": (3, 4)}, [])  # a step may be called so
    assert layout.written(Layout({}, [])) == ""


@pytest.mark.parametrize("text", ["", "{", "[]", '{"greet":"left"}', '{".notes":[{"text":1}]}'])
def test_what_is_no_layout_is_none(text):
    assert layout.read(text) == Layout({}, [])


def test_a_note_is_put_changed_and_taken_away():
    changed = CanvasNote(id="n1", at=(7, 8), text="They agreed")
    once = layout.with_note(Layout({}, []), NOTE)
    assert layout.with_note(once, changed).notes == [changed]
    assert layout.without_note(once, "n1").notes == []
    full = Layout({}, [CanvasNote(id=str(n), at=(0, 0), text="") for n in range(MOST_NOTES)])
    assert len(layout.with_note(full, CanvasNote(id="3", at=(1, 1), text="x")).notes) == MOST_NOTES
    with pytest.raises(TooManyNotes):
        layout.with_note(full, NOTE)
