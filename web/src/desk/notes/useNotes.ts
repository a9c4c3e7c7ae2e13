import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as work from '../../api/work';
import type { Note } from '../../api/work';
import { LIST, NOTES } from '../queries';
import type { Why } from '../sending/outgoing';
import { whyOf } from '../sending/post';
import { newId } from '../sending/useSending';

export interface UsedNotes {
  notes: Note[];
  busy: boolean;
  refused: Why | null;
  /** Whether it was kept. A repeat after a lost answer stays one note. */
  add: (body: string, mentions: string[]) => Promise<boolean>;
}

const NONE: Note[] = [];

/** What colleagues wrote for each other about one conversation. To read them answers who called. */
export function useNotes(id: string, me: string): UsedNotes {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Why | null>(null);
  const [written, setWritten] = useState<{ body: string; clientId: string } | null>(null);
  const asked = useQuery({
    queryKey: [...NOTES, id],
    queryFn: async () => {
      const { items } = await work.notes(id);
      if (items.some((note) => note.mentions.includes(me))) void client.invalidateQueries({ queryKey: LIST });
      return items;
    },
  });
  const add = async (body: string, mentions: string[]) => {
    const clientId = written?.body === body ? written.clientId : newId();
    setWritten({ body, clientId });
    setBusy(true);
    try {
      const note = await work.addNote(id, { client_id: clientId, body, mentions });
      client.setQueryData<Note[]>([...NOTES, id], (known) => [...(known ?? []).filter((one) => one.id !== note.id), note]);
      setRefused(null);
      setWritten(null);
      return true;
    } catch (failure) {
      setRefused(whyOf(failure));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { notes: asked.data ?? NONE, busy, refused, add };
}
