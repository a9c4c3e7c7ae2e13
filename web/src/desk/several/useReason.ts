import { useWords } from '../../shared/language';
import { holder } from '../conversation/conversation';
import { span } from '../list/list';
import { words } from '../words';
import type { DeedKind, Refusal } from './deeds';
import { severalWords, type SeveralWords } from './words';

/** Why a conversation stays as it is, in words for the agent. */
export function useReason(kind: DeedKind, me: string): (refusal: Refusal, now: number) => string {
  const say = useWords(severalWords);
  const desk = useWords(words);
  return (refusal, now) => {
    const { row, why, happened } = refusal;
    if (happened) return say.happened(happened.act, happened.by ?? say.somebody, happened.owner ?? say.somebody, since(happened.at, now, say));
    if (why.code === 'wrote_again') return say.wroteAgain;
    if (why.code === 'not_found') return say.unseen;
    if (why.code !== 'not_now') return desk.refusals(why.code) ?? why.detail;
    if (row.status === 'resolved') return say.isResolved;
    if (kind === 'no_answer') return say.needsNone;
    const held = holder(row.owner, me);
    return held === 'agent' ? say.held.agent(row.owner.name ?? say.somebody) : say.held[held];
  };
}

function since(at: string, now: number, say: SeveralWords): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(at)) / 1_000));
  if (seconds < 60) return say.ago(seconds, 'second');
  const { count, unit } = span(Math.floor(seconds / 60));
  return say.ago(count, unit);
}
