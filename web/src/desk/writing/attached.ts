/** A file in the composer, from the moment it is chosen. Pure. */

import type { Way, Written } from '../../api/desk';
import type { Upload } from '../../api/uploads';
import { localeOf, type Language } from '../../shared/language';
import type { Why } from '../sending/outgoing';

export interface Attached {
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

/** What becomes of the file by this way: what the app does not carry is said before it is sent. */
export function standing(attached: Attached, way: Way | null): { is: Standing; most: number | null } {
  if (attached.why) return { is: 'refused', most: attached.most };
  if (!attached.upload) return { is: 'arriving', most: null };
  const carried = attached.upload.ways.find(({ account }) => account === way?.account);
  if (!carried?.kind) return { is: carried?.why_not === 'too_large' ? 'too_large' : 'not_carried', most: carried?.most ?? null };
  return { is: carried.kind === attached.upload.kind ? 'ready' : 'as_file', most: null };
}

export function isReady({ is }: { is: Standing }): boolean {
  return is === 'ready' || is === 'as_file';
}

/** The message that it makes. */
export function asMessage(upload: Upload, caption: string): Written {
  return { type: 'media', kind: upload.kind, media_id: upload.id, name: upload.name, ...(caption ? { caption } : {}) };
}

/** "1.4 MB", counted as providers count. */
export function sizeOf(bytes: number, language: Language): string {
  const [unit, amount] = bytes < 1_000_000 ? (['kilobyte', Math.max(1, Math.round(bytes / 1000))] as const) : (['megabyte', Math.round(bytes / 100_000) / 10] as const);
  return new Intl.NumberFormat(localeOf(language), { style: 'unit', unit, unitDisplay: 'short' }).format(amount);
}

/** The first file of what was pasted or dropped. */
export function fileOf(given: DataTransfer | null): File | null {
  return given?.files[0] ?? null;
}
