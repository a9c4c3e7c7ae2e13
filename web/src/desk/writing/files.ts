/** The files that an agent is about to send, conversation by conversation. They outlive the view that shows them. */

import { Refused } from '../../api/http';
import * as uploads from '../../api/uploads';
import * as work from '../../api/work';
import { whyOf } from '../sending/post';
import { unsent, type Place } from '../sending/unsent';
import { newId } from '../sending/useSending';
import { chosen, MOST, recalled, type Attached } from './attached';

interface Held {
  files: Attached[];
  /** More were chosen than go at once. */
  full: boolean;
}

const NONE: Held = { files: [], full: false };
const known = new Map<string, Held>();
const stops = new Map<string, AbortController>();
const queues = new Map<string, Promise<void>>();
const watchers = new Set<() => void>();

const keyOf = ({ agent, conversation }: Place) => `${agent}.${conversation}`;

export const held = (place: Place): Held => known.get(keyOf(place)) ?? NONE;

export function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function set(place: Place, files: Attached[], full = false): void {
  known.set(keyOf(place), { files, full });
  watchers.forEach((watcher) => watcher());
}

/** One after the other, so that they stand at the server in the order in which they were chosen. */
export function attach(place: Place, files: readonly File[]): void {
  const before = held(place).files;
  const taken = files.slice(0, MOST - before.length).map((file) => ({ key: newId(), file }));
  set(place, [...before, ...taken.map(({ key, file }) => chosen(key, file))], taken.length < files.length);
  for (const { key, file } of taken) {
    stops.set(key, new AbortController());
    const earlier = queues.get(keyOf(place)) ?? Promise.resolve();
    queues.set(keyOf(place), earlier.then(() => give(place, key, file)));
  }
}

async function give(place: Place, key: string, file: File): Promise<void> {
  const stop = stops.get(key);
  if (!stop || stop.signal.aborted) return;
  const change = (to: Partial<Attached>) => set(place, held(place).files.map((one) => (one.key === key ? { ...one, ...to } : one)), held(place).full);
  try {
    const upload = await uploads.upload(place.conversation, file, (share) => change({ arrived: share }), stop.signal);
    change({ arrived: 1, upload, name: upload.name });
  } catch (failure) {
    change({ why: whyOf(failure), most: mostOf(failure) });
  }
  stops.delete(key);
}

/** Not to be sent after all. */
export function remove(place: Place, key: string): void {
  stops.get(key)?.abort();
  stops.delete(key);
  const gone = held(place).files.find((one) => one.key === key);
  // Where nobody hears it the server removes what was never sent by itself.
  if (gone?.upload) void uploads.withdraw(gone.upload.id).catch(() => undefined);
  set(place, held(place).files.filter((one) => one.key !== key));
}

/** They are on their way with their messages. */
export function letGo(place: Place): void {
  set(place, []);
}

/** What the server kept of an earlier visit, here or on another device. */
export async function recall(place: Place): Promise<void> {
  const before = new Set(held(place).files.flatMap(({ upload }) => upload?.id ?? []));
  try {
    const { files } = await work.drafts(place.conversation);
    const leaving = new Set(unsent(place).flatMap(({ content }) => (content?.type === 'media' ? content.media_id : [])));
    set(place, recalled(held(place).files, files, before, leaving), held(place).full);
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure; // a refusal is no news: what is here is what counts
  }
}

/** How many are taken, where the server said it. */
export function mostOf(failure: unknown): number | null {
  const most = failure instanceof Refused ? failure.problem['most'] : null;
  return typeof most === 'number' ? most : null;
}
