/** Answers to questions, and what was not understood: the Studio's, beside its flows. */

import { ask } from './http';
import type * as wire from './wire';

const base = '/desk/api/studio';

export type Item = wire.KnowledgeItem;
export type Kept = wire.KnowledgeList;
export type Heard = wire.Heard;
export type Group = wire.UnclearGroup;
export type Resolution = wire.Resolve;

export const items = () => ask<Kept>('GET', `${base}/knowledge`);
/** `seen` is the revision that is changed, 0 for a new one. */
export const put = (item: Item, seen: number) => ask<Item>('PUT', `${base}/knowledge/${encodeURIComponent(item.id)}?seen=${seen}`, item);
export const remove = (id: string) => ask<null>('DELETE', `${base}/knowledge/${encodeURIComponent(id)}`);
export const hear = (text: string) => ask<Heard>('POST', `${base}/knowledge/ask`, { text });
export const unclear = async () => (await ask<wire.UnclearGroups>('GET', `${base}/unclear`)).items;
export const resolve = (resolution: Resolution) => ask<wire.Resolved>('POST', `${base}/unclear/resolve`, resolution);
export const restore = (dismissed: wire.Restore) => ask<wire.Restored>('POST', `${base}/unclear/restore`, dismissed);
