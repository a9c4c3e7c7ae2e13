import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import * as desk from '../../api/desk';
import type { Act, Control, Conversation, Kind, Transfer, Whole } from '../../api/desk';
import { Refused } from '../../api/http';
import * as work from '../../api/work';
import { CONVERSATION, LIST, MESSAGES, NOTES } from '../queries';
import type { Why } from '../sending/outgoing';
import { whyOf } from '../sending/post';
import { withNewest, withOlder, type Talk } from './talk';

const COLLEAGUES_LAST = 10_000; // milliseconds: nobody tells that a colleague has gone

export type Doing = Act | 'transfer' | 'snooze' | 'switch' | 'thread';

export interface UsedConversation {
  whole: Whole | undefined;
  talk: Talk | undefined;
  /** What was said is being fetched anew. */
  fetching: boolean;
  /** What could not be fetched. */
  failed: 'missing' | 'unreachable' | null;
  /** Why the last act was refused. */
  refused: Why | null;
  forgive: () => void;
  busy: Doing | null;
  /** Each says whether it was done. */
  act: (name: Act) => Promise<boolean>;
  transfer: (given: Omit<Transfer, 'epoch'>) => Promise<boolean>;
  snooze: (until: string | null) => Promise<boolean>;
  /** It is done; what came of it, if anybody says. */
  resolve: (conclusion: string | null) => Promise<boolean>;
  /** Its thread: pass it to another app, take it back, ask for it. */
  control: (given: Omit<Control, 'epoch'>) => Promise<boolean>;
  /** Say what the newest message is; seen at once, so that the next key builds on it. */
  correct: (kind: Kind, needsAnswer: boolean) => Promise<boolean>;
  tag: (tags: string[]) => Promise<boolean>;
  /** Something else of this conversation, with the refusal shown in the same place. */
  change: (name: Doing, done: () => Promise<unknown>) => Promise<boolean>;
  older: (() => void) | null;
  /** What is older is under way. */
  paging: boolean;
  reload: () => void;
}

/** One conversation: fetched and acted on. */
export function useConversation(id: string): UsedConversation {
  const client = useQueryClient();
  const [refused, setRefused] = useState<Why | null>(null);
  const [busy, setBusy] = useState<Doing | null>(null);
  const [paging, setPaging] = useState(false);

  const about = useQuery({ queryKey: [...CONVERSATION, id], queryFn: () => desk.conversation(id), refetchInterval: ({ state }) => (state.data?.conversation.viewers.length ? COLLEAGUES_LAST : false) });
  const said = useQuery({
    queryKey: [...MESSAGES, id],
    staleTime: 0, // what is new on opening it must not depend on whether the stream has told of it yet
    queryFn: async () => {
      const page = await desk.messages(id);
      return withNewest(client.getQueryData<Talk>([...MESSAGES, id]), page);
    },
  });

  const refresh = useCallback(() => {
    for (const queryKey of [[...CONVERSATION, id], [...MESSAGES, id], [...NOTES, id], LIST]) void client.invalidateQueries({ queryKey });
  }, [client, id]);

  const attempt = async (done: () => Promise<unknown>) => {
    try {
      await done();
      setRefused(null);
      return true;
    } catch (failure) {
      setRefused(whyOf(failure));
      return false;
    } finally {
      refresh();
    }
  };

  const change = async (name: Doing, done: () => Promise<unknown>) => {
    if (busy) return false;
    setBusy(name);
    const worked = await attempt(done);
    setBusy(null);
    return worked;
  };

  const run = (name: Doing, ask: (epoch: number) => Promise<work.Acted>) =>
    change(name, async () => {
      const epoch = client.getQueryData<Whole>([...CONVERSATION, id])?.conversation.owner.epoch ?? 0;
      const { conversation } = await ask(epoch);
      client.setQueryData<Whole>([...CONVERSATION, id], (known) => known && (conversation ? { ...known, conversation } : known));
    });

  const amend = async (to: Partial<Conversation>, done: () => Promise<unknown>) => {
    await client.cancelQueries({ queryKey: [...CONVERSATION, id] });
    client.setQueryData<Whole>([...CONVERSATION, id], (known) => known && { ...known, conversation: { ...known.conversation, ...to } });
    return attempt(done);
  };

  const correct = async (kind: Kind, needs_answer: boolean) => {
    const triage = client.getQueryData<Whole>([...CONVERSATION, id])?.conversation.triage;
    if (!triage) return false;
    return amend({ triage: { ...triage, kind, needs_answer, corrected: true } }, () => work.correct(triage.message_id, { kind, needs_answer }));
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
    fetching: said.isFetching,
    failed: about.data && talk ? null : failure ? (missing ? 'missing' : 'unreachable') : null,
    refused,
    forgive: () => setRefused(null),
    busy,
    act: (name) => run(name, (epoch) => desk.act(id, name, epoch)),
    transfer: (given) => run('transfer', (epoch) => work.transfer(id, { epoch, ...given })),
    resolve: (conclusion) => run('resolve', (epoch) => desk.resolve(id, epoch, conclusion)),
    control: (given) => run('thread', (epoch) => work.control(id, { epoch, ...given })),
    snooze: (until) => run('snooze', (epoch) => work.snooze(id, { epoch, until })),
    correct,
    tag: (tags) => amend({ tags }, () => work.tag(id, { tags })),
    change,
    older: talk?.before ? () => void older() : null,
    paging,
    reload: refresh,
  };
}
