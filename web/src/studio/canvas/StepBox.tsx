import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo, useContext } from 'react';
import { Icon } from '../../shared/Icon';
import { gist, HUMAN, optionsOf, TERMINALS } from '../flow/steps';
import { missing, textIn } from '../flow/texts';
import { written } from '../flow/values';
import { Glyph, KindTile } from '../icons';
import { Counted } from '../traffic/context';
import { onFoot, onRow, percent } from '../traffic/traffic';
import { useSay } from '../useSay';
import type { Words } from '../words';
import { Spoken } from './context';
import { FOOT, rowAt, type Box, type Row } from './graph';
import type { BoxNode } from './nodes';

/** One step: what it is, what it says, and a line for each way out. Its size is known beforehand: see graph.ts. */
export const StepBox = memo(function StepBox({ data: { box, problems } }: NodeProps<BoxNode>) {
  const say = useSay();
  const { language, languages } = useContext(Spoken);
  const counts = useContext(Counted);
  const { step } = box;
  if (!step) return null;
  const place = counts?.steps.get(step.id);
  const foot = counts && onFoot(counts, box);
  const open = missing(step.values[step.kind], isSpoken(step.kind) ? languages : []);
  return (
    <div className="box" data-kind={step.kind}>
      <Handle type="target" id="in" position={Position.Top} isConnectableStart={false} />
      <header className="box-head">
        <KindTile kind={step.kind} />
        <strong>{say.kinds[step.kind]}</strong>
        <code>{step.id}</code>
        {place && <span className="box-came" title={say.came(place.entered)}>{place.entered}</span>}
        {problems > 0 && <span className="box-problem" role="img" aria-label={say.problems(problems)} title={say.problems(problems)}><Icon name="warning" size={15} /></span>}
      </header>
      {box.lines > 0 && <p className="box-text" data-code={isSpoken(step.kind) || step.kind === 'handoff' ? undefined : true} style={{ WebkitLineClamp: box.lines }} title={open.length > 0 ? say.missing(open.join(', ')) : undefined}>{gist(step, language)}</p>}
      {box.rows.map((row) => <Out key={row.key} row={row} box={box} language={language} count={counts && onRow(counts, box, row)} />)}
      {place && place.stayed > 0 && <span className="box-stayed" title={say.stayed(place.stayed)}>{place.stayed} · {percent(place.stayed, place.entered)} %</span>}
      {foot !== null && <span className="box-passed" title={say.wentOn(foot)}>{foot}</span>}
      {step.calls.length > 0 && <Handle type="source" id="call" position={Position.Right} className="dot quiet" style={{ top: 17 }} isConnectable={false} />}
      {box.rows.map((row, index) => (isOpen(row) ? <Handle key={row.key} type="source" id={row.key} position={Position.Right} className="dot" style={{ top: rowAt(box, index) }} /> : null))}
      {step.kind !== 'end' && <Handle type="source" id={FOOT} position={Position.Bottom} className="dot" />}
    </div>
  );
});

const isSpoken = (kind: string): boolean => kind === 'say' || kind === 'ask' || kind === 'choose';
/** A line can be drawn from it. What the whole step does at its end is drawn from the foot. */
const isOpen = (row: Row): boolean => row.why !== 'next' && row.why !== 'go';

function Out({ row, box, language, count }: { row: Row; box: Box; language: string; count: number | null }) {
  const say = useSay();
  return (
    <p className="box-row" data-why={row.why}>
      <span>{labelOf(row, box, language, say) || say.why[row.why]}</span>
      {count !== null && <b className="box-count" title={say.wentOn(count)}>{count}</b>}
      {row.to !== null && TERMINALS.includes(row.to) && (
        <em className="box-terminal" data-to={row.to}>{row.to === HUMAN ? <Icon name="user" size={12} /> : <Glyph name="end" size={11} />} {row.to === HUMAN ? say.human : say.ends}</em>
      )}
    </p>
  );
}

function labelOf(row: Row, box: Box, language: string, say: Words): string {
  if (!box.step) return '';
  if (row.why === 'silence') {
    const silence = box.step.values['silence'];
    return typeof silence === 'object' && silence !== null && 'after' in silence ? `${say.why.silence} · ${written(silence['after'])}` : '';
  }
  if (row.why === 'option') {
    const option = optionsOf(box.step).find((one) => one['id'] === row.option);
    return textIn(option?.['label'], language) || (row.option ?? '');
  }
  if (row.why !== 'options') return '';
  const source = typeof box.step.values['options'] === 'string' ? box.step.values['options'] : optionsOf(box.step).find((one) => 'from' in one)?.['from'];
  return say.oneFor(written(source));
}

export const StartBox = memo(function StartBox({ data: { problems } }: NodeProps<BoxNode>) {
  const say = useSay();
  return (
    <div className="box-start">
      <Glyph name="play" size={15} />
      <strong>{say.begin}</strong>
      <span>{say.beginLead}</span>
      {problems > 0 && <span className="box-problem" role="img" aria-label={say.problems(problems)}><Icon name="warning" size={15} /></span>}
      <Handle type="source" id={FOOT} position={Position.Bottom} className="dot quiet" isConnectable={false} />
    </div>
  );
});

export const FlowBox = memo(function FlowBox({ data: { box } }: NodeProps<BoxNode>) {
  return (
    <div className="box-flow" title={box.called?.name}>
      <Handle type="target" id="in" position={Position.Left} isConnectable={false} className="dot quiet" />
      <Glyph name="call" size={14} /> <code>{box.called?.name}</code>
    </div>
  );
});
