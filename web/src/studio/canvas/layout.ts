/** Where boxes stand when nobody has put them elsewhere: one below the other in their order, branches beside. Pure. */

import { graphlib, layout } from '@dagrejs/dagre';
import type { Boxes } from '../../api/studio';
import { FOOT, PILL, WIDTH, type Box, type Graph } from './graph';

const LAYERS = 44; // pixels between one and the next
const BESIDE = 56;
const HUNG = 44; // between a step and the flow that it calls
const STACK = PILL.height + 10;
/** Dagre tries many orders for short lines and few crossings; past so many boxes nobody would wait for that. */
const MANY = 120;

/** The top left corner of each box. */
export function placed(graph: Graph): Boxes {
  const drawn = new graphlib.Graph();
  const many = graph.boxes.length > MANY;
  drawn.setGraph({ rankdir: 'TB', ranksep: LAYERS, nodesep: BESIDE, ranker: many ? 'longest-path' : 'tight-tree', align: 'UL' });
  drawn.setDefaultEdgeLabel(() => ({}));
  const order = new Map<string, number>();
  const hung = hangings(graph);
  graph.boxes.forEach((box, index) => {
    if (box.called) return;
    order.set(box.id, index);
    drawn.setNode(box.id, { width: box.width + (hung.has(box.id) ? HUNG + PILL.width : 0), height: Math.max(box.height, (hung.get(box.id)?.length ?? 0) * STACK) });
  });
  for (const line of graph.lines) {
    // A way back is drawn and does not count: the order of the steps is that of the file.
    const [from, to] = [order.get(line.source), order.get(line.target)];
    if (from !== undefined && to !== undefined && from < to) drawn.setEdge(line.source, line.target, { weight: line.from === FOOT ? 6 : 1 });
  }
  layout(drawn, many ? { disableOptimalOrderHeuristic: true } : {});
  const places: Boxes = Object.fromEntries(graph.boxes.filter((box) => !box.called).map((box) => [box.id, corner(drawn, box)]));
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

/** What hangs at a box is at its right. */
function corner(drawn: graphlib.Graph, box: Box): [number, number] {
  const { x, y, width } = centre(drawn.node(box.id));
  return [Math.round(x - width / 2), Math.round(y - box.height / 2)];
}

function centre(node: unknown): { x: number; y: number; width: number } {
  const at = typeof node === 'object' && node !== null && 'x' in node && 'y' in node && 'width' in node ? node : { x: 0, y: 0, width: 0 };
  return { x: Number(at.x), y: Number(at.y), width: Number(at.width) };
}
