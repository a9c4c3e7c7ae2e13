/** One deed with one conversation, as it would be done alone: by the epoch that the agent saw. */

import * as desk from '../../api/desk';
import type { ListRow, Owner } from '../../api/desk';
import { Refused } from '../../api/http';
import * as work from '../../api/work';
import { withTag } from '../labels/tags';
import { whyOf } from '../sending/post';
import { stopped, type Deed, type Doer, type Refusal } from './deeds';

/** Null: it is done. `seen`: as it was chosen; `listed`: as the list has it now, where it still does. */
export async function attempt(deed: Deed, seen: ListRow, listed: ListRow | undefined, me: Doer): Promise<Refusal | null> {
  const now = listed ?? seen;
  const why = stopped(deed.kind, seen, now, me);
  if (why) return { row: now, why };
  try {
    await perform(deed, seen, listed);
    return null;
  } catch (failure) {
    return refusalOf(failure, now);
  }
}

async function perform(deed: Deed, seen: ListRow, listed: ListRow | undefined): Promise<void> {
  const { conversation_id: id, owner: { epoch } } = seen;
  switch (deed.kind) {
    case 'resolve':
      await desk.resolve(id, epoch, deed.conclusion);
      break;
    case 'snooze':
      await work.snooze(id, { epoch, until: deed.until });
      break;
    case 'transfer':
      await work.transfer(id, { epoch, ...deed.given });
      break;
    case 'tag':
      // All its tags are said at once: a colleague's must be among them.
      await work.tag(id, { tags: withTag(listed ? (listed.tags ?? []) : (await desk.conversation(id)).conversation.tags, deed.tag) });
      break;
    case 'no_answer': {
      const { triage } = listed ?? seen;
      if (triage) await work.correct(triage.message_id, { kind: triage.kind, needs_answer: false });
    }
  }
}

/** A refusal with who was quicker, so that it can be said; and how it stands now, so that it can be tried again. */
async function refusalOf(failure: unknown, now: ListRow): Promise<Refusal> {
  const why = whyOf(failure);
  if (!(failure instanceof Refused) || failure.status !== 409) return { row: now, why };
  const trail = await work.trail(now.conversation_id).catch(() => null); // then it is said without a name
  const last = trail?.stretches.at(-1);
  if (!trail || !last) return { row: now, why };
  const named = (id: string | null) => (id ? (trail.names[id] ?? null) : null);
  const owner: Owner = {
    kind: OWNERS.find((kind) => kind === last.owner) ?? now.owner.kind,
    epoch: last.epoch,
    ...(last.owner_id ? { id: last.owner_id, name: named(last.owner_id) ?? '' } : {}),
  };
  const happened = { act: last.act, by: named(last.by), owner: named(last.owner_id), at: last.began_at };
  return { row: { ...now, status: last.status, owner }, why, happened };
}

const OWNERS = ['bot', 'queue', 'offer', 'agent', 'external'] as const satisfies readonly Owner['kind'][];
