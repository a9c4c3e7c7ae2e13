import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Edit, Kind, Model, Step, Value } from '../../api/studio';
import { set } from '../flow/edits';
import { isName, TERMINALS } from '../flow/steps';
import { KindTile } from '../icons';
import { useSay } from '../useSay';
import { Calling, Deciding, Doing, Ending, Handing, Setting, Waiting } from './Course';
import { Line, type Around } from './Fields';
import type { Part } from './Part';
import { Asking, Choosing, Saying } from './Speech';

interface Props {
  step: Step;
  around: Around;
  edit: (edits: Edit[], key?: string) => void;
  rename: (to: string) => void;
  acts: ReactNode;
}

/** One step: its name, what its kind asks for, and what all kinds may have. */
export function StepForm({ step, around, edit, rename, acts }: Props) {
  const say = useSay();
  const put = (values: Record<string, Value | undefined>) => {
    const whole = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? null]));
    edit([set(step.id, whole)], `${step.id}.${Object.keys(whole).join()}`);
  };
  const part = { step, around, put };
  return (
    <div className="form">
      <header className="form-head">
        <KindTile kind={step.kind} />
        <div><h2>{say.kinds[step.kind]}</h2><p>{say.kindHints[step.kind]}</p></div>
        <div className="form-acts">{acts}</div>
      </header>
      <Name key={step.id} step={step} model={around.model} rename={rename} />
      <OfKind kind={step.kind} part={part} />
      <details className="form-more">
        <summary>{say.more}</summary>
        <div className="form">
          <Line label={say.skipIf} hint={say.skipHint} code value={step.values['skip_if']} change={(value) => put({ skip_if: value })} />
        </div>
      </details>
    </div>
  );
}

function Name({ step, model, rename }: { step: Step; model: Model; rename: (to: string) => void }) {
  const say = useSay();
  const [name, write] = useState(step.id);
  const taken = name !== step.id && (TERMINALS.includes(name) || model.steps.some((other) => other.id === name));
  const wrong = taken ? say.idTaken : isName(name) ? null : say.idBad;
  const done = () => {
    if (wrong) write(step.id);
    else if (name !== step.id) rename(name);
  };
  return (
    <TextInput size="sm" className="code-field" label={say.id} description={say.idHint} spellCheck={false} value={name} error={wrong} onChange={(event) => write(event.currentTarget.value.trim())}
      onBlur={done} onKeyDown={(event) => event.key === 'Enter' && done()} />
  );
}

function OfKind({ kind, part }: { kind: Kind; part: Part }) {
  switch (kind) {
    case 'say':
      return <Saying {...part} />;
    case 'ask':
      return <Asking {...part} />;
    case 'choose':
      return <Choosing {...part} />;
    case 'if':
      return <Deciding {...part} />;
    case 'set':
      return <Setting {...part} />;
    case 'do':
      return <Doing {...part} />;
    case 'call':
      return <Calling {...part} />;
    case 'wait':
      return <Waiting {...part} />;
    case 'handoff':
      return <Handing {...part} />;
    case 'end':
      return <Ending {...part} />;
  }
}
