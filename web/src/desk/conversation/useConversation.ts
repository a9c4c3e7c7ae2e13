import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useReducer, useState } from 'react';
import * as desk from '../../api/desk';
import type { Whole } from '../../api/desk';
import { Refused } from '../../api/http';
import { CONVERSATION, LIST, MESSAGES } from '../queries';
import { next, seen, withMessage, withNewest, withOlder, type Act, type Outgoing, type Talk, type Why } from './conversation';

export interface UsedConversation {
  whole: Whole | undefined;
  talk: Talk | undefined;
  outgoing: Outgoing[];
  /** What could not be fetched. */
  failed: 'missing' | 'unreachable' | null;
  /** Why the last act was refused. */
  refused: Why | null;
  busy: Act | null;
  /** Whether it was done. */
  act: (name: Act) => Promise<boolean>;
  send: (body: string) => void;
  again: (one: Outgoing, force: boolean) => void;
  withdraw: (clientId: string) => void;
  older: (() => void) | null;
  reload: () => void;
}

/** One conversation: fetched, acted on, written in. The only place of this folder that talks to the server. */
export function useConversation(id: string): UsedConversation {
  const client = useQueryClient();
  const [outgoing, dispatch] = useReducer(next, []);
  const [refused, setRefused] = useState<Why | null>(null);
  const [busy, setBusy] = useState<Act | null>(null);
  const [paging, setPaging] = useState(false);

  const about = useQuery({ queryKey: [...CONVERSATION, id], queryFn: () => desk.conversation(id) });
  const said = useQuery({
    queryKey: [...MESSAGES, id],
    queryFn: async () => {
      const page = await desk.messages(id);
      return withNewest(client.getQueryData<Talk>([...MESSAGES, id]), page);
    },
  });

  const refresh = useCallback(() => {
    for (const queryKey of [[...CONVERSATION, id], [...MESSAGES, id], LIST]) void client.invalidateQueries({ queryKey });
  }, [client, id]);

  const act = async (name: Act) => {
    const epoch = about.data?.conversation.owner.epoch;
    if (epoch === undefined || busy) return false;
    setBusy(name);
    try {
      const { conversation } = await desk.act(id, name, epoch);
      client.setQueryData<Whole>([...CONVERSATION, id], (known) => known && { ...known, conversation });
      setRefused(null);
      return true;
    } catch (failure) {
      setRefused(whyOf(failure));
      return false;
    } finally {
      setBusy(null);
      refresh();
    }
  };

  const post = async (clientId: string, body: string, force: boolean) => {
    const seen_seq = seen(client.getQueryData<Talk>([...MESSAGES, id]));
    try {
      const content = { type: 'text', body } as const;
      const message = await desk.reply(id, { client_id: clientId, content, seen_seq, ...(force ? { force } : {}) });
      client.setQueryData<Talk>([...MESSAGES, id], (talk) => withMessage(talk, message));
      dispatch({ kind: 'confirmed', clientId });
      void client.invalidateQueries({ queryKey: LIST });
    } catch (failure) {
      const problem = failure instanceof Refused ? failure : new Refused(0, 'error', String(failure));
      if (problem.code === 'newer_message') dispatch({ kind: 'overtaken', clientId, newer: desk.newerOf(problem.problem) });
      else dispatch({ kind: 'refused', clientId, why: whyOf(problem) });
      if (problem.status === 409) refresh();
    }
  };

  const talk = said.data;
  const older = async () => {
    if (!talk?.before || paging) return;
    setPaging(true);
    try {
      const page = await desk.messages(id, { before: talk.before });
      client.setQueryData<Talk>([...MESSAGES, id], (known) => known && withOlder(known, page));
    } finally {
      setPaging(false);
    }
  };

  const failure = about.error ?? said.error;
  const missing = failure instanceof Refused && failure.status === 404;
  return {
    whole: about.data,
    talk,
    outgoing,
    failed: about.data && talk ? null : failure ? (missing ? 'missing' : 'unreachable') : null,
    refused,
    busy,
    act,
    send: (body) => {
      const clientId = newId();
      dispatch({ kind: 'sent', clientId, body, at: new Date().toISOString() });
      void post(clientId, body, false);
    },
    again: (one, force) => {
      dispatch({ kind: 'again', clientId: one.clientId });
      void post(one.clientId, one.body, force);
    },
    withdraw: (clientId) => dispatch({ kind: 'withdrawn', clientId }),
    older: talk?.before ? () => void older() : null,
    reload: refresh,
  };
}

function whyOf(failure: unknown): Why {
  return failure instanceof Refused ? { code: failure.code, detail: failure.message } : { code: 'error', detail: String(failure) };
}

/** Unguessable enough to make a repeated click one message; crypto.randomUUID asks for HTTPS. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
