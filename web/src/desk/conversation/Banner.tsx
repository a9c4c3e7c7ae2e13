import type { Conversation } from '../../api/desk';
import { Icon, type IconName } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useNow } from '../../shared/useNow';
import { span } from '../list/list';
import type { Line } from '../live/live';
import { words, type Words } from '../words';
import { banner, type Banner as Shown } from './conversation';

const ICONS: Record<Shown['kind'], IconName> = {
  bot: 'bot', queue: 'inbox', colleague: 'user', external: 'external', closed: 'clock', closing: 'clock', unreachable: 'warning',
};

interface Props {
  conversation: Conversation;
  me: string;
  line: Line;
}

/** One thing at a time: a lost connection first, then what keeps one from writing. */
export function Banner({ conversation, me, line }: Props) {
  const say = useWords(words);
  const now = useNow(5_000);
  if (line.lostAt !== null) return <Lost since={line.lostAt} now={now} />;
  const shown = banner(conversation, me, now);
  if (!shown) return null;
  const tone = shown.kind === 'closing' ? 'near' : ['closed', 'unreachable'].includes(shown.kind) ? 'late' : 'calm';
  return (
    <div className="banner" data-tone={tone} role="status">
      <Icon name={ICONS[shown.kind]} size={16} />
      <span>{text(shown, conversation, say)}</span>
    </div>
  );
}

function text(shown: Shown, conversation: Conversation, say: Words): string {
  switch (shown.kind) {
    case 'closing': {
      const { count, unit } = span(shown.minutes);
      return say.banners.closing(say.unit(count, unit));
    }
    case 'colleague':
      return say.banners.colleague(conversation.owner.name ?? say.aColleague);
    case 'bot':
      return conversation.status === 'resolved' ? say.banners.resolved : say.banners.bot;
    default:
      return say.banners[shown.kind];
  }
}

function Lost({ since, now }: { since: number; now: number }) {
  const say = useWords(words);
  const seconds = Math.max(0, Math.round((now - since) / 1000));
  const { count, unit } = span(Math.floor(seconds / 60));
  const spent = seconds < 60 ? `${seconds} s` : say.unit(count, unit);
  return <div className="banner" data-tone="late" role="status"><Icon name="warning" size={16} /><span>{say.lost(spent)}</span></div>;
}
