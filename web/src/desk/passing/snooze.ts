/** Until when one may put a conversation aside. Pure. */

export type Later = 'hours' | 'tomorrow' | 'monday';

const MORNING = 9;
const HOURS = 3;

/** In three hours, tomorrow morning, Monday morning: as the agent's clock has it. */
export function later(which: Later, now: Date): Date {
  if (which === 'hours') return new Date(now.getTime() + HOURS * 3_600_000);
  const days = which === 'tomorrow' ? 1 : (8 - now.getDay()) % 7 || 7;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}

/** What `<input type="datetime-local">` holds, as a time; null where it is none to come. */
export function chosen(text: string, now: Date): Date | null {
  const at = text ? new Date(text) : null;
  return at && at.getTime() > now.getTime() ? at : null;
}

/** For the `min` of that field. */
export function asField(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
