/** Boxes and lines as React Flow takes them. What is as before stays the very same object. Pure. */

import { Position, type Edge, type Node, type NodeHandle } from '@xyflow/react';
import type { Boxes } from '../../api/studio';
import { FLOW_START, FOOT, PILL, rowAt, type Box, type Graph, type Line } from './graph';

export type BoxNode = Node<{ box: Box; problems: number }, 'start' | 'step' | 'flow'>;
export type LineEdge = Edge<{ line: Line; fired: boolean }, 'line'>;

/** What the simulator and the selection show on the canvas. */
export interface Marks {
  selected: ReadonlySet<string>;
  /** Steps that ran in the last move, in order. */
  fired: readonly string[];
  /** Where the flow waits now. */
  waits: string | null;
  problems: ReadonlyMap<string, number>;
}

export const headId = (step: string): string => step || FLOW_START;
export const stepId = (node: string): string => (node === FLOW_START ? '' : node);

/** Where each box is: where somebody put it, else where the layout does; what hangs on a step goes along. */
export function standing(graph: Graph, auto: Boxes, boxes: Boxes): Boxes {
  return Object.fromEntries(graph.boxes.map((box) => [box.id, placeOf(box, auto, boxes)]));
}

function placeOf(box: Box, auto: Boxes, boxes: Boxes): [number, number] {
  const [x, y] = auto[box.id] ?? [0, 0];
  const own = boxes[box.id];
  if (own || !box.called) return own ?? [x, y];
  const [from, to] = [auto[box.called.by], boxes[box.called.by]];
  return from && to ? [x + to[0] - from[0], y + to[1] - from[1]] : [x, y];
}

export function nodesOf(graph: Graph, places: Boxes, marks: Marks, before: ReadonlyMap<string, BoxNode>): BoxNode[] {
  const fired = new Set(marks.fired);
  return graph.boxes.map((box) => {
    const [x, y] = places[box.id] ?? [0, 0];
    const old = before.get(box.id);
    const problems = marks.problems.get(stepId(box.id)) ?? 0;
    const selected = marks.selected.has(stepId(box.id)) && box.kind !== 'flow';
    const className = [fired.has(box.id) ? 'fired' : '', marks.waits === box.id ? 'waits' : ''].filter(Boolean).join(' ');
    const data = old && old.data.box === box && old.data.problems === problems ? old.data : { box, problems };
    if (old && old.data === data && old.selected === selected && old.className === className && old.position.x === x && old.position.y === y) return old;
    return {
      id: box.id, type: box.kind, position: { x, y }, width: box.width, height: box.height, measured: { width: box.width, height: box.height }, data, selected, className,
      handles: handlesOf(box), connectable: box.kind === 'step', selectable: box.kind !== 'flow', deletable: false,
    };
  });
}

const DOT = 8;

/** Where lines begin and end, told beforehand, so that nothing has to be measured before it is drawn. */
function handlesOf(box: Box): NodeHandle[] {
  const dot = (id: string, type: 'source' | 'target', position: Position, x: number, y: number): NodeHandle => ({ id, type, position, x: x - DOT / 2, y: y - DOT / 2, width: DOT, height: DOT });
  const own = [dot('in', 'target', Position.Top, box.width / 2, DOT / 2)];
  if (box.kind === 'flow') return [{ ...dot('in', 'target', Position.Left, DOT / 2, PILL.height / 2) }];
  if (box.falls) own.push(dot(FOOT, 'source', Position.Bottom, box.width / 2, box.height - DOT / 2));
  if (box.step && box.step.calls.length > 0) own.push(dot('call', 'source', Position.Right, box.width - DOT / 2, 17));
  box.rows.forEach((row, index) => own.push(dot(row.key, 'source', Position.Right, box.width - DOT / 2, rowAt(box, index))));
  return own;
}

export function edgesOf(graph: Graph, marks: Marks, before: ReadonlyMap<string, LineEdge>): LineEdge[] {
  const went = new Set(marks.fired.slice(1).map((step, index) => `${marks.fired[index]}>${step}`));
  return graph.lines.map((line) => {
    const fired = went.has(`${line.source}>${line.target}`);
    const old = before.get(line.id);
    if (old && old.data?.line === line && old.data.fired === fired) return old;
    return { id: line.id, type: 'line', source: line.source, sourceHandle: line.from, target: line.target, targetHandle: 'in', data: { line, fired }, focusable: false, selectable: false };
  });
}
