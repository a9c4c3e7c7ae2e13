import type { Conversation } from '../../api/desk';
import { Icon, type IconName } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useNow } from '../../shared/useNow';
import { span } from '../list/list';
import { words, type Words } from '../words';
import { banner, type Banner as Shown } from './conversation';

const ICONS: Record<Shown['kind'], IconName> = {
  bot: 'bot', queue: 'inbox', colleague: 'user', external: 'external', closed: 'clock', closing: 'clock', unreachable: 'warning',
};

interface Props {
  conversation: Conversation;
  me: string;
}

/** The one thing that keeps one from writing, or soon will. */
export function Banner({ conversation, me }: Props) {
  const say = useWords(words);
  const now = useNow(5_000);
  const shown = banner(conversation, me, now);
  if (!shown) return null;
  const tone = shown.kind === 'closing' ? 'near' : ['closed', 'unreachable'].includes(shown.kind) ? 'late' : 'calm';
  return (
    <div className="banner" data-tone={tone} role="status">
      <Icon name={conversation.status === 'resolved' ? 'check' : ICONS[shown.kind]} size={16} />
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
