/** The way a line takes from one box to another: straight, along the boxes and never through its own. Pure. */

import { getSmoothStepPath, Position } from '@xyflow/react';
import { WIDTH } from './graph';

export interface Ends {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}

const SIDE = 17; // below the top of a box: the middle of its head
const GAP = 20; // above a box, where lines turn to it
const APART = 7; // lines that leave a box side by side
const NEAR = 14;

/** From the foot down, from a row out by the nearer side; back up along the right. `place`: which row, from 0. */
export function pathOf(ends: Ends, foot: boolean, place: number): string {
  if (ends.targetY < ends.sourceY + (foot ? GAP : 0)) return back(ends, foot, place);
  return foot ? bent(ends, Position.Bottom, Position.Top, NEAR) : aside(ends, place);
}

function aside(ends: Ends, place: number): string {
  const left = ends.targetX < ends.sourceX - WIDTH;
  const source = left ? ends.sourceX - WIDTH : ends.sourceX;
  return bent({ ...ends, sourceX: source }, left ? Position.Left : Position.Right, Position.Top, NEAR + place * APART);
}

function back({ sourceX, sourceY, targetX, targetY }: Ends, foot: boolean, place: number): string {
  const ends = { sourceX: sourceX + (foot ? WIDTH / 2 : 0), sourceY: foot ? sourceY - SIDE : sourceY, targetX: targetX + WIDTH / 2, targetY: targetY + SIDE };
  return bent(ends, Position.Right, Position.Right, NEAR + NEAR + place * APART);
}

export function bent(ends: Ends, sourcePosition: Position, targetPosition: Position, offset: number): string {
  const turn = targetPosition === Position.Top ? { centerY: ends.targetY - GAP } : {};
  return getSmoothStepPath({ ...ends, ...turn, sourcePosition, targetPosition, offset, borderRadius: 9 })[0];
}
