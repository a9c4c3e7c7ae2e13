import { BaseEdge, Position, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { FOOT } from './graph';
import type { LineEdge } from './nodes';
import { bent, pathOf } from './path';

export const Drawn = memo(function Drawn({ id, sourceX, sourceY, targetX, targetY, data }: EdgeProps<LineEdge>) {
  if (!data) return null;
  const ends = { sourceX, sourceY, targetX, targetY };
  const path = data.line.why === 'call' ? bent(ends, Position.Right, Position.Left, 12) : pathOf(ends, data.line.from === FOOT, data.line.place);
  return <BaseEdge id={id} path={path} className={`line line-${data.line.why}${data.fired ? ' fired' : ''}`} markerEnd={data.fired ? 'url(#line-fired)' : 'url(#line-end)'} interactionWidth={0} />;
});

/** The heads of lines: one for all, since each costs. */
export function Heads() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="line-heads">
      {['line-end', 'line-fired'].map((id) => (
        <marker key={id} id={id} viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M1 1l8 4-8 4z" /></marker>
      ))}
    </svg>
  );
}
