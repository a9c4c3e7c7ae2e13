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
      return { ...shown, phase: 'ready', phones: loaded(shown.phones, event.answer), deskUrl: event.answer.desk_url };
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

/** A list asked for before the last change may come after it. */
function loaded(phones: Phone[], answer: Phones): Phone[] {
  return answer.phones.map((phone) => later(phones.find((one) => one.account === phone.account) ?? phone, phone));
}

function replaced(phones: Phone[], phone: Phone): Phone[] {
  const known = phones.some((one) => one.account === phone.account);
  return known ? phones.map((one) => (one.account === phone.account ? later(one, phone) : one)) : [...phones, phone];
}

const later = (known: Phone, told: Phone) => (told.revision < known.revision ? known : told);

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

const PAUSE = 15 * 60_000;

/** Apps that write no time on a bubble write one where the talk paused. */
export function paused(message: PhoneMessage, before: PhoneMessage | undefined): boolean {
  return before !== undefined && Date.parse(message.at) - Date.parse(before.at) > PAUSE;
}

/** Some apps tick each message, the others say below the last one how far it came. */
export function ticks(skin: Skin): boolean {
  return skin === 'whatsapp' || skin === 'telegram';
}

/** How far the customer's last words came, where the app says so in words. */
export function standing(phone: Phone): { id: string; status: NonNullable<PhoneMessage['status']> } | null {
  const last = phone.messages.findLast((one) => one.direction === 'in');
  return last?.status && !ticks(skinOf(phone)) ? { id: last.id, status: last.status } : null;
}

/** A French number as it is read; every other address as it is. */
export function readable(address: string): string {
  const french = /^\+?33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(address);
  return french ? `+33 ${french.slice(1).join(' ')}` : address;
}

export interface Token {
  text: string;
  kind: 'key' | 'text' | 'value' | 'mark';
}

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|true|false|null/g;

/** JSON cut where its colours change. */
export function tokens(json: string): Token[] {
  const cut: Token[] = [];
  let from = 0;
  for (const found of json.matchAll(TOKENS)) {
    if (found.index > from) cut.push({ text: json.slice(from, found.index), kind: 'mark' });
    cut.push({ text: found[1] ?? found[0], kind: found[2] ? 'key' : found[1] ? 'text' : 'value' });
    if (found[2]) cut.push({ text: found[2], kind: 'mark' });
    from = found.index + found[0].length;
  }
  if (from < json.length) cut.push({ text: json.slice(from), kind: 'mark' });
  return cut;
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
