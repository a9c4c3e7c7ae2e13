/** Where boxes stand when nobody has put them elsewhere: one below the other in their order, branches beside. Pure. */

import { graphlib, layout } from '@dagrejs/dagre';
import type { Boxes } from '../../api/studio';
import { FOOT, type Box, type Graph } from './graph';

const LAYERS = 44; // pixels between one and the next
const BESIDE = 36;
/** Dagre tries many orders for fewer crossings; past so many boxes nobody would wait for that. */
const MANY = 120;

/** The top left corner of each box. */
export function placed(graph: Graph): Boxes {
  const drawn = new graphlib.Graph();
  drawn.setGraph({ rankdir: 'TB', ranksep: LAYERS, nodesep: BESIDE, ranker: 'longest-path' });
  drawn.setDefaultEdgeLabel(() => ({}));
  const order = new Map<string, number>();
  graph.boxes.forEach((box, index) => {
    order.set(box.id, index);
    drawn.setNode(box.id, { width: box.width, height: box.height });
  });
  for (const line of graph.lines) {
    // A way back is drawn and does not count: the order of the steps is that of the file.
    const [from, to] = [order.get(line.source) ?? 0, order.get(line.target) ?? 0];
    if (from < to) drawn.setEdge(line.source, line.target, { weight: line.from === FOOT ? 6 : 1 });
  }
  layout(drawn, graph.boxes.length > MANY ? { disableOptimalOrderHeuristic: true } : {});
  return Object.fromEntries(graph.boxes.map((box) => [box.id, corner(drawn, box)]));
}

function corner(drawn: graphlib.Graph, box: Box): [number, number] {
  const { x, y } = centre(drawn.node(box.id));
  return [Math.round(x - box.width / 2), Math.round(y - box.height / 2)];
}

function centre(node: unknown): { x: number; y: number } {
  const at = typeof node === 'object' && node !== null && 'x' in node && 'y' in node ? node : { x: 0, y: 0 };
  return { x: Number(at.x), y: Number(at.y) };
}
