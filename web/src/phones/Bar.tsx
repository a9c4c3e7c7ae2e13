import type { Phone } from '../api/sandbox';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { useDates } from '../shared/useDates';
import { useNow } from '../shared/useNow';
import { readable, skinOf } from './phones';
import { words } from './words';

/** What every phone has on top. */
export function Top() {
  const dates = useDates();
  const now = useNow();
  return (
    <div className="phone-top" aria-hidden="true">
      <span>{dates.time(new Date(now).toISOString())}</span>
      <svg width="44" height="12" viewBox="0 0 44 12" fill="currentColor">
        <path d="M0 9h2.500v3H0z M4 6.500h2.500V12H4z M8 4h2.500v8H8z M12 1h2.500v11H12z" />
        <path fillRule="evenodd" d="M22.500 1h16A2.500 2.500 0 0 1 41 3.500v5a2.500 2.500 0 0 1-2.500 2.500h-16A2.500 2.500 0 0 1 20 8.500v-5A2.500 2.500 0 0 1 22.500 1zm0 1.200a1.300 1.300 0 0 0-1.300 1.300v5a1.300 1.300 0 0 0 1.300 1.300h16a1.300 1.300 0 0 0 1.300-1.300v-5a1.300 1.300 0 0 0-1.300-1.300z M42 4.500c.8.300 1.200.8 1.200 1.500s-.4 1.200-1.200 1.500z" />
        <path d="M23 3.200h11.500v5.600H23z" />
      </svg>
    </div>
  );
}

/** Who one writes to, as the app heads its talks. */
export function Bar({ phone }: { phone: Phone }) {
  const say = useWords(words);
  return (
    <div className="phone-bar">
      <span className="phone-back" aria-hidden="true"><Icon name="back" size={20} /></span>
      <span className="phone-avatar" aria-hidden="true">{phone.brand.slice(0, 1).toUpperCase()}</span>
      <div className="phone-title">
        <strong>{phone.brand}</strong>
        <span>{phone.blocked ? say.blocked : phone.typing ? say.typing : say.sender(skinOf(phone), readable(phone.number))}</span>
      </div>
    </div>
  );
}
