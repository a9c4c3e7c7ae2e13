import type { NodeChange } from '@xyflow/react';
import { useMemo, useState } from 'react';
import type { Note } from '../../api/studio';
import type { BoxNode } from '../canvas/nodes';
import type { NoteNode } from './NoteBox';
import { heightOf, NOTE_WIDTH } from './notes';
import type { UsedNotes } from './useNotes';

export type CanvasNode = BoxNode | NoteNode;

const NOTE = '.note '; // no step has such a name
const idOf = (node: string): string | null => (node.startsWith(NOTE) ? node.slice(NOTE.length) : null);

interface UsedNoteNodes {
  nodes: NoteNode[];
  /** Moves the notes among what changed, and gives back the changes of boxes. */
  changed: (changes: NodeChange<CanvasNode>[]) => NodeChange<BoxNode>[];
}

/** Notes as the canvas draws them, under way while one is dragged. */
export function useNoteNodes(used: UsedNotes): UsedNoteNodes {
  const { notes, fresh, put, remove } = used;
  const [dragged, drag] = useState<{ id: string; at: Note['at'] } | null>(null);
  const nodes = useMemo(() => notes.map((note) => nodeOf(note, dragged?.id === note.id ? dragged.at : note.at, { put, remove }, note.id === fresh)), [notes, dragged, fresh, put, remove]);
  const changed = (changes: NodeChange<CanvasNode>[]) => {
    const others: NodeChange<BoxNode>[] = [];
    for (const change of changes) {
      const id = 'id' in change ? idOf(change.id) : null;
      if (id === null) {
        if (change.type === 'position' || change.type === 'select') others.push(change);
        continue;
      }
      if (change.type !== 'position') continue;
      const note = notes.find((one) => one.id === id);
      const at: Note['at'] | undefined = change.position ? [Math.round(change.position.x), Math.round(change.position.y)] : dragged?.at;
      if (!note || !at) continue;
      if (change.dragging) drag({ id, at });
      else {
        drag(null);
        put({ ...note, at });
      }
    }
    return others;
  };
  return { nodes, changed };
}

function nodeOf(note: Note, [x, y]: Note['at'], used: Pick<UsedNotes, 'put' | 'remove'>, isFresh: boolean): NoteNode {
  const size = { width: NOTE_WIDTH, height: heightOf(note) };
  return {
    id: `${NOTE}${note.id}`, type: 'note', position: { x, y }, ...size, measured: size, data: { note, used, isFresh },
    connectable: false, selectable: false, deletable: false, focusable: false, dragHandle: '.canvas-note-head',
  };
}
