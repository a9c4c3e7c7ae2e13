import type { Step, Value } from '../../api/studio';
import { record, written } from '../flow/values';
import { useSay } from '../useSay';
import { Line, To, type Around } from './Fields';

/** What one kind of step is asked for: it writes its own keys. */
export interface Part {
  step: Step;
  around: Around;
  /** Keys of the step; undefined takes one away. */
  put: (values: Record<string, Value | undefined>) => void;
}

/** Where a step goes when it is done. */
export function Onward({ step, around, put }: Part) {
  const say = useSay();
  return <To label={say.go} none={say.nextStep} value={step.values['go']} around={around} change={(go) => put({ go })} />;
}

/** A variable and what it holds. Its type is the flow's: it is told to the head of the flow. */
export function Saved({ step, around, put, label }: Part & { label: string }) {
  const say = useSay();
  const vars = record(around.model.head['vars']);
  const name = written(step.values['save']);
  return (
    <div className="saved">
      <Line label={label} code options={Object.keys(vars)} value={name} change={(value) => put({ save: value })} />
      {name !== '' && <p className="hint">{say.type}{'\u00a0'}: {name in vars ? say.types(written(vars[name])) : say.undeclared}</p>}
    </div>
  );
}
