import type { Owner } from '../../api/desk';
import { Icon, type IconName } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { words } from '../words';
import type { holder } from './conversation';

type Holder = ReturnType<typeof holder>;

const ICONS: Record<Holder, IconName> = { me: 'user', agent: 'user', bot: 'bot', queue: 'inbox', offer: 'inbox', external: 'external' };

/** Who holds the pen. */
export function OwnerChip({ owner, held, offeredToMe = false }: { owner: Owner; held: Holder; offeredToMe?: boolean }) {
  const say = useWords(words);
  const text = offeredToMe ? say.offeredToYou : held === 'agent' ? (owner.name ?? say.owners.agent) : say.owners[held];
  return (
    <span className="chip" data-owner={held} title={say.ownerIs(text)}>
      <Icon name={ICONS[held]} size={13} /> {text}
    </span>
  );
}
