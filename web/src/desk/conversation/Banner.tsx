import { Button } from '@mantine/core';
import type { Deed, Whole } from '../../api/desk';
import { Icon, type IconName } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { useNow } from '../../shared/useNow';
import { span } from '../list/list';
import { words, type Words } from '../words';
import { banner, type Banner as Shown } from './conversation';

const ICONS: Record<Shown['kind'], IconName> = {
  bot: 'bot', queue: 'inbox', offered: 'inbox', snoozed: 'snooze', human: 'user', colleague: 'user', external: 'external', closed: 'clock', closing: 'clock', unreachable: 'warning',
};

/** How one gets a thread that another app has. */
const ASKED = ['take', 'request'] as const;

interface Props {
  whole: Whole;
  me: string;
  busy: boolean;
  control: (deed: Deed) => void;
}

/** The one thing that keeps one from writing, or soon will. */
export function Banner({ whole, me, busy, control }: Props) {
  const say = useWords(words);
  const dates = useDates();
  const { conversation } = whole;
  const now = useNow(5_000);
  const shown = banner(conversation, me, now);
  if (!shown) return null;
  const tone = ['closing', 'offered', 'human'].includes(shown.kind) ? 'near' : ['closed', 'unreachable'].includes(shown.kind) ? 'late' : 'calm';
  return (
    <div className="banner" data-tone={tone} role="status">
      <Icon name={conversation.status === 'resolved' ? 'check' : ICONS[shown.kind]} size={16} />
      <span>{text(shown, whole, say, (at) => dates.soon(at, now))}</span>
      {shown.kind === 'external' && ASKED.filter((deed) => conversation.deeds.includes(deed)).map((deed) => (
        <Button key={deed} size="compact-sm" variant="default" disabled={busy} title={say.threadMeans[deed]} onClick={() => control(deed)}>{say.thread[deed]}</Button>
      ))}
    </div>
  );
}

function text(shown: Shown, { conversation, case: held }: Whole, say: Words, when: (at: string) => string): string {
  switch (shown.kind) {
    case 'closing': {
      const { count, unit } = span(shown.minutes);
      return say.banners.closing(say.unit(count, unit));
    }
    case 'colleague':
      return say.banners.colleague(conversation.owner.name ?? say.aColleague);
    case 'snoozed':
      return say.banners.snoozed(held?.snoozed_until ? say.snoozedUntil(when(held.snoozed_until)) : say.banners.untilAnswer);
    case 'bot':
      return conversation.status === 'resolved' ? say.banners.resolved : say.banners.bot;
    default:
      return say.banners[shown.kind];
  }
}
