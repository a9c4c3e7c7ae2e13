import type { Channel, LeftOut as Left } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { useSay } from '../useSay';

/** Who answers real customers of these channels, and is not asked here. */
export function LeftOut({ left, channels }: { left: Left; channels: readonly Channel[] }) {
  const say = useSay();
  const accounts = channels.flatMap((channel) => left.brains[channel] ?? []);
  if (accounts.length === 0 && !left.model) return null;
  return (
    <p className="studio-notice" role="note">
      <Icon name="note" size={15} /> <span>{accounts.length > 0 && say.noBrain(accounts.join(', '))} {left.model && say.noModel}</span>
    </p>
  );
}
