/** The way a line takes from one box to another. Pure. */

import { getBezierPath, Position } from '@xyflow/react';
import { WIDTH } from './graph';

export interface Ends {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}

const SIDE = 17; // below the top of a box: the middle of its head
const CLEAR = 12; // how far below a box must begin to be below

/** From the foot straight down; from a row by the nearer side; back up along the right. */
export function pathOf(ends: Ends, foot: boolean): string {
  return ends.targetY < ends.sourceY + (foot ? CLEAR : 0) ? back(ends, foot) : foot ? curve(ends, Position.Bottom, Position.Top) : aside(ends);
}

function aside(ends: Ends): string {
  const left = ends.targetX < ends.sourceX - WIDTH;
  return curve(left ? { ...ends, sourceX: ends.sourceX - WIDTH } : ends, left ? Position.Left : Position.Right, Position.Top);
}

function back({ sourceX, sourceY, targetX, targetY }: Ends, foot: boolean): string {
  const right = sourceX + (foot ? WIDTH / 2 : 0);
  const onLeft = targetX - WIDTH / 2 > right;
  const ends = { sourceX: right, sourceY: foot ? sourceY - SIDE : sourceY, targetX: targetX + (onLeft ? -WIDTH / 2 : WIDTH / 2), targetY: targetY + SIDE };
  return curve(ends, Position.Right, onLeft ? Position.Left : Position.Right);
}

function curve(ends: Ends, sourcePosition: Position, targetPosition: Position): string {
  return getBezierPath({ ...ends, sourcePosition, targetPosition, curvature: 0.3 })[0];
}
