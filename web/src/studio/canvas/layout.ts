/** Where boxes stand when nobody has put them elsewhere. Pure.
 *
 * Steps that follow each other stand below each other, in one straight column; every step stands below those that lead
 * to it. A branch takes the nearest column that is free at its height. The order is that of the file, so a step that is
 * added moves only what comes after it. (Dagre, tried first, takes 160 to 500 ms for 300 steps, this
 * takes 2, and there a new step made all boxes jump.)
 */

import type { Boxes } from '../../api/studio';
import { FOOT, PILL, WIDTH, type Box, type Graph } from './graph';

const BELOW = 46; // pixels between one box and the next, where lines turn
const BESIDE = 64; // between columns: lines run here
const HUNG = 44; // between a step and the flow that it calls
const STACK = PILL.height + 10;
const MOST_COLUMNS = 5; // more than that, and branches go below each other

/** Boxes that one falls through, from top to bottom. */
type Chain = Box[];

interface Column {
  taken: [top: number, bottom: number][];
  width: number;
}

/** The top left corner of each box. */
export function placed(graph: Graph): Boxes {
  const hung = hangings(graph);
  const tall = (box: Box) => Math.max(box.height, (hung.get(box.id)?.length ?? 0) * STACK);
  const above = sources(graph);
  const tops = new Map<string, number>();
  const bottoms = new Map<string, number>();
  const columns: Column[] = [];
  const columnOf = new Map<string, number>();
  for (const chain of chains(graph)) {
    stack(chain, 0, tall, above, tops, bottoms);
    const [from, to] = [tops.get(chain[0]?.id ?? '') ?? 0, bottoms.get(chain.at(-1)?.id ?? '') ?? 0];
    const { at, down } = columnFor(columns, from, to);
    if (down > 0) stack(chain, from + down, tall, above, tops, bottoms);
    const column = (columns[at] ??= { taken: [], width: WIDTH });
    column.taken.push([from + down, bottoms.get(chain.at(-1)?.id ?? '') ?? 0]);
    if (chain.some((box) => hung.has(box.id))) column.width = WIDTH + HUNG + PILL.width;
    for (const box of chain) columnOf.set(box.id, at);
  }
  const lefts = columns.map((_, at) => columns.slice(0, at).reduce((sum, column) => sum + column.width + BESIDE, 0));
  const places: Boxes = {};
  for (const [id, at] of columnOf) places[id] = [lefts[at] ?? 0, tops.get(id) ?? 0];
  for (const [step, pills] of hung) {
    const [x, y] = places[step] ?? [0, 0];
    pills.forEach((pill, index) => (places[pill] = [x + WIDTH + HUNG, y + index * STACK]));
  }
  return places;
}

/** The flows that each step calls: they hang at its side. */
function hangings(graph: Graph): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const box of graph.boxes) if (box.called) found.set(box.called.by, [...(found.get(box.called.by) ?? []), box.id]);
  return found;
}

/** Who leads to each box from further up in the file; ways back do not count. */
function sources(graph: Graph): Map<string, string[]> {
  const order = new Map(graph.boxes.map((box, index) => [box.id, index]));
  const found = new Map<string, string[]>();
  for (const { source, target } of graph.lines) {
    if ((order.get(source) ?? 0) >= (order.get(target) ?? 0)) continue;
    const known = found.get(target);
    if (known) known.push(source);
    else found.set(target, [source]);
  }
  return found;
}

function chains(graph: Graph): Chain[] {
  const falls = new Set(graph.lines.filter((line) => line.from === FOOT).map((line) => `${line.source}>${line.target}`));
  const found: Chain[] = [];
  for (const box of graph.boxes) {
    if (box.called) continue;
    const last = found.at(-1)?.at(-1);
    if (last && falls.has(`${last.id}>${box.id}`)) found.at(-1)?.push(box);
    else found.push([box]);
  }
  return found;
}

function stack(chain: Chain, from: number, tall: (box: Box) => number, above: Map<string, string[]>, tops: Map<string, number>, bottoms: Map<string, number>): void {
  let least = from;
  for (const box of chain) {
    for (const source of above.get(box.id) ?? []) least = Math.max(least, (bottoms.get(source) ?? 0) + BELOW);
    tops.set(box.id, least);
    bottoms.set(box.id, least + tall(box));
    least += tall(box) + BELOW;
  }
}

/** The nearest column that is free there; where all are full, the one in which it goes down least. */
function columnFor(columns: readonly Column[], from: number, to: number): { at: number; down: number } {
  const free = columns.findIndex(({ taken }) => taken.every(([top, bottom]) => to + BELOW <= top || from >= bottom + BELOW));
  if (free >= 0) return { at: free, down: 0 };
  if (columns.length < MOST_COLUMNS) return { at: columns.length, down: 0 };
  const downs = columns.map(({ taken }) => Math.max(...taken.map(([, bottom]) => bottom)) + BELOW - from);
  const least = Math.min(...downs.slice(1));
  return { at: downs.lastIndexOf(least), down: least };
}
