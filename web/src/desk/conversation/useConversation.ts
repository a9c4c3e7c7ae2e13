import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import * as desk from '../../api/desk';
import type { Whole } from '../../api/desk';
import { Refused } from '../../api/http';
import { CONVERSATION, LIST, MESSAGES } from '../queries';
import type { Why } from '../sending/outgoing';
import { whyOf } from '../sending/post';
import { withNewest, withOlder, type Act, type Talk } from './conversation';

export interface UsedConversation {
  whole: Whole | undefined;
  talk: Talk | undefined;
  /** What could not be fetched. */
  failed: 'missing' | 'unreachable' | null;
  /** Why the last act was refused. */
  refused: Why | null;
  busy: Act | null;
  /** Whether it was done. */
  act: (name: Act) => Promise<boolean>;
  older: (() => void) | null;
  reload: () => void;
}

/** One conversation: fetched and acted on. The only place of this folder that talks to the server. */
export function useConversation(id: string): UsedConversation {
  const client = useQueryClient();
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

  const talk = said.data;
  const older = async () => {
    if (!talk?.before || paging) return;
    setPaging(true);
    try {
      const page = await desk.messages(id, { before: talk.before });
      client.setQueryData<Talk>([...MESSAGES, id], (known) => known && withOlder(known, page));
      setRefused(null);
    } catch (failure) {
      setRefused(whyOf(failure));
    } finally {
      setPaging(false);
    }
  };

  const failure = about.error ?? said.error;
  const missing = failure instanceof Refused && failure.status === 404;
  return {
    whole: about.data,
    talk,
    failed: about.data && talk ? null : failure ? (missing ? 'missing' : 'unreachable') : null,
    refused,
    busy,
    act,
    older: talk?.before ? () => void older() : null,
    reload: refresh,
  };
}
