import { Link } from 'wouter';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import './offnote.css';
import { useSwitches } from './useFloor';
import { words } from './words';

/** While the bot is off for many, every page says so; to whom it `leads`, the way to the switch. */
export function OffNote({ leads }: { leads: boolean }) {
  const say = useWords(words);
  const thrown = useSwitches();
  const one = thrown.find(({ scope }) => scope === 'brand') ?? thrown[0];
  if (!one) return null;
  return (
    <p className="offnote" role="status">
      <Icon name="power" size={16} />
      <span>{one.scope === 'brand' ? say.banner.brand : say.banner.account(thrown.map(({ key }) => say.channels(key)).join(', '))}</span>
      {leads && <Link href="/desk/floor">{say.toFloor}</Link>}
    </p>
  );
}
