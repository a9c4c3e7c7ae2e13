/** A flow as boxes and lines: how large each is, and from where to where. Where they stand is layout.ts. Pure. */

import type { Model, Step, Way, Why } from '../../api/studio';
import { END, gist, optionsOf, TERMINALS } from '../flow/steps';
import { same, written } from '../flow/values';

export const WIDTH = 268;
export const HEAD = 34;
export const LINE = 18;
export const ROW = 26;
export const PILL = { width: 190, height: 34 };
export const START = { width: WIDTH, height: 40 };
const BODY = 16; // above and below the text
const BELOW = 6; // the last row
const LETTERS = 37; // of a line, about
const MOST_LINES = 3;

/** One way out of a step that has a line of its own in the box. */
export interface Row {
  key: string;
  why: Why;
  option: string | null;
  /** Where it leads; null: on to the next step. */
  to: string | null;
}

export interface Box {
  id: string;
  kind: 'start' | 'step' | 'flow';
  width: number;
  height: number;
  step: Step | null;
  rows: Row[];
  /** Of text. */
  lines: number;
  /** Has a way out at its foot. */
  falls: boolean;
  /** Where it goes on as a whole; null: nowhere. */
  next: string | null;
  /** Of a flow that a step calls: its name, and the step. */
  called?: { name: string; by: string };
}

export interface Line {
  id: string;
  source: string;
  /** The row it leaves from, or FOOT. */
  from: string;
  target: string;
  why: Why | 'call';
  /** Of its row among those of the box: lines keep apart by it. */
  place: number;
}

export interface Graph {
  boxes: Box[];
  lines: Line[];
}

/** The way out at the foot of a box. */
export const FOOT = 'foot';

/** No step has such a name. */
export const FLOW_START = '.start';
export const boxOfCall = (step: string, flow: string): string => `${step} > ${flow}`;

/** Boxes that are as before are the very same objects, so that what draws them can rest. */
export function graphOf(model: Model, language: string, before?: Graph): Graph {
  const ways = bySource(model);
  const ids = new Set(model.steps.map((step) => step.id));
  const boxes: Box[] = [startBox()];
  const lines: Line[] = [];
  for (const step of model.steps) {
    const own = ways.get(step.id) ?? [];
    const box = stepBox(step, own, language);
    boxes.push(box);
    lines.push(...own.filter((way) => ids.has(way.to)).map((way) => lineOf(way, box.rows)));
    for (const name of step.calls) {
      if (name === 'undo') continue; // behind the Undo button: no part of what the flow does
      boxes.push({ id: boxOfCall(step.id, name), kind: 'flow', ...PILL, step: null, rows: [], lines: 0, falls: false, next: null, called: { name, by: step.id } });
      lines.push({ id: `${step.id}>${name}`, source: step.id, from: 'call', target: boxOfCall(step.id, name), why: 'call', place: 0 });
    }
  }
  const first = model.steps[0];
  if (first) lines.unshift({ id: 'start', source: FLOW_START, from: FOOT, target: first.id, why: 'start', place: 0 });
  return rested({ boxes, lines }, before);
}

function bySource(model: Model): Map<string, Way[]> {
  const found = new Map<string, Way[]>();
  for (const way of model.ways) {
    const own = found.get(way.source);
    if (own) own.push(way);
    else found.set(way.source, [way]);
  }
  return found;
}

function startBox(): Box {
  return { id: FLOW_START, kind: 'start', ...START, step: null, rows: [], lines: 0, falls: true, next: null };
}

function stepBox(step: Step, ways: Way[], language: string): Box {
  const rows = rowsOf(step, ways);
  const lines = linesOf(gist(step, language));
  const next = ways.find(isFoot)?.to ?? null;
  const height = HEAD + (lines ? lines * LINE + BODY : 0) + rows.length * ROW + BELOW;
  return { id: step.id, kind: 'step', width: WIDTH, height, step, rows, lines, falls: next !== null && !TERMINALS.includes(next), next };
}

function linesOf(text: string): number {
  if (!text) return 0;
  const count = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LETTERS)), 0);
  return Math.min(count, MOST_LINES);
}

/** What leaves by the foot of a box: to the next step, or wherever the step as a whole goes. */
const isFoot = (way: Way): boolean => way.why === 'next' || way.why === 'go';

export const rowKey = (why: Why, option: string | null): string => (option === null ? why : `${why}:${option}`);

function rowsOf(step: Step, ways: Way[]): Row[] {
  const rows: Row[] = [];
  const row = (why: Why, option: string | null, to: string | null) => rows.push({ key: rowKey(why, option), why, option, to });
  const to = (why: Why, option: string | null = null) => ways.find((way) => way.why === why && way.option === option)?.to ?? null;
  if (step.kind === 'choose') {
    for (const option of optionsOf(step)) {
      const id = 'from' in option ? null : written(option['id']);
      row(id === null ? 'options' : 'option', id, to(id === null ? 'options' : 'option', id));
    }
    if (typeof step.values['options'] === 'string') row('options', null, null);
  }
  for (const why of ['then', 'else', 'error', 'empty', 'silence'] as const) {
    const target = to(why);
    if (target !== null && !(why === 'empty' && target === END)) row(why, null, target);
  }
  // By default who is not understood gets a person: that goes without saying.
  const unclear = to('unclear');
  if (unclear !== null && ('unclear' in step.values || unclear !== 'human')) row('unclear', null, unclear);
  const over = ways.find((way) => isFoot(way) && TERMINALS.includes(way.to));
  if (over) row(over.why, null, over.to);
  return rows;
}

function lineOf(way: Way, rows: readonly Row[]): Line {
  const from = isFoot(way) ? FOOT : rowKey(way.why, way.option);
  const place = Math.max(0, rows.findIndex((row) => row.key === from));
  return { id: `${way.source}|${rowKey(way.why, way.option)}`, source: way.source, from, target: way.to, why: way.why, place };
}

function rested(graph: Graph, before: Graph | undefined): Graph {
  if (!before) return graph;
  const boxes = new Map(before.boxes.map((box) => [box.id, box]));
  const lines = new Map(before.lines.map((line) => [line.id, line]));
  return {
    boxes: graph.boxes.map((box) => kept(boxes.get(box.id), box)),
    lines: graph.lines.map((line) => kept(lines.get(line.id), line)),
  };
}

function kept<Thing>(old: Thing | undefined, fresh: Thing): Thing {
  return old !== undefined && same(old, fresh) ? old : fresh;
}

/** How far down in its box a row's middle is. */
export function rowAt(box: Box, index: number): number {
  return HEAD + (box.lines ? box.lines * LINE + BODY : 0) + index * ROW + ROW / 2;
}

/** What the places of boxes depend on: as long as it is the same, they need not be found again. */
export function shapeOf(graph: Graph): string {
  return `${graph.boxes.map((box) => `${box.id}:${box.height}`).join()};${graph.lines.map((line) => `${line.source}>${line.target}`).join()}`;
}
