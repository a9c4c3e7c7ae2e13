/** Files in the composer, from the moment they are chosen. Pure. */

import type { Way, Written } from '../../api/desk';
import type { Carried, Upload } from '../../api/uploads';
import { localeOf, type Language } from '../../shared/language';
import type { Why } from '../sending/outgoing';

/** How many go at once: each is a message of its own. */
export const MOST = 10;

export interface Attached {
  /** Its own in this page, before the server has given it a name. */
  key: string;
  name: string;
  size: number;
  /** How much of it the server has, from 0 to 1. */
  arrived: number;
  upload: Upload | null;
  why: Why | null;
  /** How many bytes would be taken, where it is too large. */
  most: number | null;
}

export type Standing = 'arriving' | 'ready' | 'as_file' | 'not_carried' | 'too_large' | 'refused';

export function chosen(key: string, { name, size }: { name: string; size: number }): Attached {
  return { key, name, size, arrived: 0, upload: null, why: null, most: null };
}

/** One that the server has. */
export function arrived(key: string, upload: Upload): Attached {
  return { key, name: upload.name, size: upload.size, arrived: 1, upload, why: null, most: null };
}

/**
 * What is at hand after the server said what it has: what waits there comes back, what is gone there goes here too.
 * `known` had arrived when the server was asked; `leaving` is on its way with a message.
 */
export function recalled(here: readonly Attached[], there: readonly Upload[], known: ReadonlySet<string>, leaving: ReadonlySet<string>): Attached[] {
  const waits = new Set(there.map(({ id }) => id));
  const kept = here.filter(({ upload }) => !upload || waits.has(upload.id) || !known.has(upload.id));
  const shown = new Set(kept.map(({ upload }) => upload?.id));
  const back = there.filter(({ id }) => !shown.has(id) && !leaving.has(id));
  return [...back.map((upload) => arrived(upload.id, upload)), ...kept];
}

/** What becomes of the file by this way: what the app does not carry is said before it is sent. */
export function standing(attached: Attached, way: Way | null): { is: Standing; most: number | null } {
  if (attached.why) return { is: 'refused', most: attached.most };
  if (!attached.upload) return { is: 'arriving', most: null };
  const carried = carriedBy(attached.upload, way);
  if (!carried?.kind) return { is: carried?.why_not === 'too_large' ? 'too_large' : 'not_carried', most: carried?.most ?? null };
  return { is: carried.kind === attached.upload.kind ? 'ready' : 'as_file', most: null };
}

export function isReady({ is }: { is: Standing }): boolean {
  return is === 'ready' || is === 'as_file';
}

/** Where the words stand: under the first file, or before the files where the app has no room for them there. */
export function placeOf(files: readonly Attached[], words: string, way: Way | null): 'under' | 'before' | 'too_long' {
  const room = files[0]?.upload ? (carriedBy(files[0].upload, way)?.caption ?? 0) : 0;
  if (room === 0) return 'before';
  return words.length <= room ? 'under' : 'too_long';
}

export interface Said {
  body: string;
  content?: Written;
}

/** The messages that they make with these words, in their order: one a file. */
export function asMessages(files: readonly Attached[], words: string, way: Way | null): Said[] {
  const uploads = files.flatMap(({ upload }) => upload ?? []);
  const under = words !== '' && placeOf(files, words, way) === 'under';
  const alone = words !== '' && !under ? [{ body: words }] : [];
  return [...alone, ...uploads.map((upload, index) => {
    const caption = under && index === 0 ? words : '';
    return { body: caption, content: asMessage(upload, caption) };
  })];
}

/** The message that one makes. */
export function asMessage(upload: Upload, caption: string): Written {
  return { type: 'media', kind: upload.kind, media_id: upload.id, name: upload.name, ...(caption ? { caption } : {}) };
}

/** "1.4 MB", counted as providers count. */
export function sizeOf(bytes: number, language: Language): string {
  const [unit, amount] = bytes < 1_000_000 ? (['kilobyte', Math.max(1, Math.round(bytes / 1000))] as const) : (['megabyte', Math.round(bytes / 100_000) / 10] as const);
  return new Intl.NumberFormat(localeOf(language), { style: 'unit', unit, unitDisplay: 'short' }).format(amount);
}

/** The files of what was pasted or dropped. */
export function filesOf(given: DataTransfer | null): File[] {
  return [...(given?.files ?? [])];
}

export function carriedBy(upload: Upload, way: Way | null): Carried | undefined {
  return upload.ways.find(({ account }) => account === way?.account);
}
