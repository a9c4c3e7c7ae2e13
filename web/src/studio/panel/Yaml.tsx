import { memo, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Problem, Step } from '../../api/studio';
import { useSay } from '../useSay';
import { coloured } from './yaml';
import './yaml.css';

interface Props {
  text: string;
  type: (text: string) => void;
  steps: readonly Step[];
  problems: readonly Problem[];
  /** Whose lines are marked. */
  step: string;
  choose: (step: string) => void;
  /** A line to go to, and how often that was asked. */
  line: { line: number; count: number };
}

/** The flow as text: a plain field, with its colours painted below it. */
export const Yaml = memo(function Yaml({ text, type, steps, problems, step, choose, line }: Props) {
  const say = useSay();
  const field = useRef<HTMLTextAreaElement>(null);
  const lines = useMemo(() => text.split('\n'), [text]);
  const bad = useMemo(() => new Set(problems.map((problem) => problem.line)), [problems]);
  const at = steps.findIndex((one) => one.id === step);
  const [from, to] = at < 0 ? [0, 0] : [steps[at]?.line ?? 0, steps[at + 1]?.line ?? lines.length + 1];
  useEffect(() => {
    if (line.count > 0 && line.line > 0) goTo(field.current, lines, line.line);
  }, [line]); // eslint-disable-line react-hooks/exhaustive-deps
  useLayoutEffect(() => {
    const box = field.current?.closest('.yaml-scroll');
    if (document.activeElement !== field.current && from > 0) box?.scrollTo({ top: Math.max(0, (from - 3) * LINE_HEIGHT) });
  }, [from]);
  const placed = () => {
    const caret = field.current?.selectionStart ?? 0;
    const on = text.slice(0, caret).split('\n').length;
    const found = steps.findLast((one) => one.line <= on);
    if (found && found.id !== step) choose(found.id);
  };
  return (
    <div className="yaml">
      <p className="hint">{say.yamlLead}</p>
      <div className="yaml-scroll">
        <ol className="yaml-lines" aria-hidden="true">{lines.map((_, index) => <li key={index} data-bad={bad.has(index + 1) || undefined} data-current={(index + 1 >= from && index + 1 < to) || undefined} />)}</ol>
        <div className="yaml-text">
          <pre aria-hidden="true">{lines.map((one, index) => <span key={index} className="yaml-line">{coloured(one).map((piece, place) => <span key={place} className={piece.kind && `yaml-of-${piece.kind}`}>{piece.text}</span>)}{'\n'}</span>)}</pre>
          <textarea ref={field} aria-label={say.yaml} spellCheck={false} autoCapitalize="off" autoComplete="off" wrap="off" value={text} onChange={(event) => type(event.currentTarget.value)} onClick={placed} onKeyUp={(event) => event.key.startsWith('Arrow') && placed()} />
        </div>
      </div>
    </div>
  );
});

const LINE_HEIGHT = 19;

function goTo(field: HTMLTextAreaElement | null, lines: readonly string[], line: number): void {
  if (!field) return;
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  field.closest('.yaml-scroll')?.scrollTo({ top: Math.max(0, (line - 5) * LINE_HEIGHT) });
}
