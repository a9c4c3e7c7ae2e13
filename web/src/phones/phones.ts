/** What the page knows of the phones. Pure. */

import type { Phone, PhoneButton, PhoneMessage, Phones } from '../api/sandbox';

export interface Shown {
  phase: 'loading' | 'ready' | 'failed';
  phones: Phone[];
  deskUrl: string | null;
  connected: boolean;
}

export type Event =
  | { kind: 'loaded'; answer: Phones }
  | { kind: 'failed' }
  | { kind: 'changed'; phone: Phone }
  | { kind: 'connected' }
  | { kind: 'lost' };

export const nothing: Shown = { phase: 'loading', phones: [], deskUrl: null, connected: true };

export function next(shown: Shown, event: Event): Shown {
  switch (event.kind) {
    case 'loaded':
      return { ...shown, phase: 'ready', phones: event.answer.phones, deskUrl: event.answer.desk_url };
    case 'failed':
      return shown.phase === 'ready' ? { ...shown, connected: false } : { ...shown, phase: 'failed' };
    case 'changed':
      return { ...shown, phones: replaced(shown.phones, event.phone) };
    case 'connected':
      return { ...shown, connected: true };
    case 'lost':
      return { ...shown, connected: false };
  }
}

function replaced(phones: Phone[], phone: Phone): Phone[] {
  const known = phones.some((one) => one.account === phone.account);
  return known ? phones.map((one) => (one.account === phone.account ? phone : one)) : [...phones, phone];
}

export type Skin = 'whatsapp' | 'messenger' | 'sms' | 'telegram';

const SKINS: readonly Skin[] = ['whatsapp', 'messenger', 'sms', 'telegram'];

/** How a phone looks; an app without a look of its own is shown as plain messages. */
export function skinOf(phone: Phone): Skin {
  return SKINS.find((skin) => skin === phone.channel) ?? 'sms';
}

/** What of the brand's the customer has not read. */
export function unread(phone: Phone): number {
  return phone.messages.filter((one) => one.direction === 'out' && one.status !== 'read' && one.status !== 'failed').length;
}

/** Quick replies vanish with the next message, as in the apps. */
export function quickReplies(phone: Phone): PhoneButton[] {
  const last = phone.messages.at(-1);
  return last?.direction === 'out' && !last.deleted ? last.quick_replies : [];
}

/** Does a new day begin with this message? */
export function beginsDay(message: PhoneMessage, before: PhoneMessage | undefined): boolean {
  return !before || new Date(before.at).toDateString() !== new Date(message.at).toDateString();
}

/** Messages of one side in a row form a group: only its last bubble has a tail. */
export function endsGroup(message: PhoneMessage, after: PhoneMessage | undefined): boolean {
  return !after || after.direction !== message.direction;
}

/** A body for reading: JSON indented, a form one field a line, all else as it came. */
export function pretty(body: unknown): string {
  if (body === null || body === undefined || body === '') return '';
  if (typeof body !== 'string') return JSON.stringify(body, null, 2);
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return FORM.test(body) ? fields(body) : body;
  }
}

const FORM = /^[\w.%-]+=[^\s]*$/;

function fields(form: string): string {
  return [...new URLSearchParams(form)].map(([name, value]) => `${name} = ${value}`).join('\n');
}

/** What kind of media a file is to the apps. */
export function mediaKind(mime: string): string {
  const family = mime.split('/')[0] ?? '';
  return ['image', 'video', 'audio'].includes(family) ? family : 'file';
}
