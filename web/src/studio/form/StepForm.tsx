import { NativeSelect, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Edit, Kind, Model, Step, Value, Values } from '../../api/studio';
import { set } from '../flow/edits';
import { isName, TERMINALS } from '../flow/steps';
import { isRecord, listed, record, withKeys, written } from '../flow/values';
import { KindTile } from '../icons';
import { useSay } from '../useSay';
import { Lasting, Line, Pairs, Texts, To, VAR_TYPES, type Around } from './Fields';
import { Options } from './Options';

interface Props {
  step: Step;
  around: Around;
  edit: (edits: Edit[], key?: string) => void;
  rename: (to: string) => void;
  acts: ReactNode;
}

/** What one kind of step is asked for: it writes its own keys. */
export interface Part {
  step: Step;
  around: Around;
  /** Keys of the step; undefined takes one away. */
  put: (values: Record<string, Value | undefined>) => void;
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

function Onward({ step, around, put }: Part) {
  const say = useSay();
  return <To label={say.go} none={say.nextStep} value={step.values['go']} around={around} change={(go) => put({ go })} />;
}

function Saying(part: Part) {
  const say = useSay();
  const { step, around, put } = part;
  const offers = Array.isArray(step.values['offers']) ? step.values['offers'].map(written).join(', ') : '';
  return (
    <>
      <Texts label={say.text} hint={say.braces} rows={3} value={step.values['say']} around={around} change={(value) => put({ say: value })} />
      <Comma label={say.offers} hint={say.offersHint} value={offers} options={around.flows} change={(names) => put({ offers: names })} />
      <Line label={say.undoOf} hint={say.undoHint} code value={step.values['undo']} change={(value) => put({ undo: value })} />
      <Onward {...part} />
    </>
  );
}

/** A list with commas between; what is being written stays as it is written. */
function Comma({ label, hint, value, options, change }: { label: string; hint: string; value: string; options: readonly string[]; change: (names: string[] | undefined) => void }) {
  const [text, write] = useState(value);
  const names = (line: string) => line.split(',').map((one) => one.trim()).filter(Boolean);
  const shown = names(text).join() === names(value).join() ? text : value;
  return <Line label={label} hint={hint} code options={options} value={shown} change={(line) => { write(line ?? ''); const list = names(line ?? ''); change(list.length > 0 ? list : undefined); }} />;
}

function Asking(part: Part) {
  const say = useSay();
  const { step, around, put } = part;
  const valid = step.values['valid'];
  const rule: Values = typeof valid === 'string' ? { if: valid } : record(valid);
  const rules = (values: Record<string, Value | undefined>) => {
    const whole = withKeys(rule, values);
    put({ valid: 'if' in whole ? whole : undefined });
  };
  return (
    <>
      <Texts label={say.question} hint={say.braces} rows={3} value={step.values['ask']} around={around} change={(value) => put({ ask: value })} />
      <Saved {...part} label={say.save} />
      <Line label={say.valid} hint={say.validHint} code value={rule['if']} change={(value) => rules({ if: value })} />
      {'if' in rule && <Texts label={say.validSay} optional value={rule['say']} around={around} change={(value) => rules({ say: value })} />}
      <Unanswered {...part} />
      <Onward {...part} />
    </>
  );
}

function Choosing(part: Part) {
  const say = useSay();
  const { step, around, put } = part;
  return (
    <>
      <Texts label={say.question} hint={say.braces} rows={3} value={step.values['choose']} around={around} change={(value) => put({ choose: value })} />
      <Options {...part} />
      {isComputed(step.values['options']) && <To label={say.empty} none={say.atEnd} value={step.values['empty']} around={around} change={(value) => put({ empty: value })} />}
      <Saved {...part} label={say.save} />
      <Unanswered {...part} />
      <Onward {...part} />
    </>
  );
}

/** Some of the options come from a list, which may be empty. */
const isComputed = (options: Value | undefined): boolean => typeof options === 'string' || listed(options).some((one) => isRecord(one) && 'from' in one);

/** A variable and what it holds. Its type is the flow's: it is told to the head of the flow. */
function Saved({ step, around, put, label }: Part & { label: string }) {
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

/** What happens to who answers something else, or nothing. */
function Unanswered({ step, around, put }: Part) {
  const say = useSay();
  const unclear = record(step.values['unclear']);
  const silence = step.values['silence'];
  const puts = (values: Record<string, Value | undefined>) => {
    const whole = withKeys(unclear, values);
    put({ unclear: Object.keys(whole).length > 0 ? whole : undefined });
  };
  return (
    <>
      <details className="form-more" open={'unclear' in step.values}>
        <summary>{say.unclear}</summary>
        <div className="form">
          <Texts label={say.unclearSay} optional value={unclear['say']} around={around} change={(value) => puts({ say: value })} />
          <div className="form-two">
            <TextInput size="sm" type="number" min={1} max={9} label={say.times} value={written(unclear['times']) || '2'} onChange={(event) => puts({ times: Number(event.currentTarget.value) || undefined })} />
            <To label={say.then} none={say.toHuman} value={unclear['then']} around={around} change={(then) => puts({ then })} />
          </div>
        </div>
      </details>
      <details className="form-more" open={isRecord(silence)}>
        <summary>{say.silence}</summary>
        <div className="form">
          <label className="tick"><input type="checkbox" checked={isRecord(silence)} onChange={(event) => put({ silence: event.currentTarget.checked ? { after: '1d', go: 'end' } : undefined })} /> {say.silenceOn}</label>
          {isRecord(silence) && (
            <div className="form-two">
              <Lasting label={say.after} value={silence['after']} change={(after) => put({ silence: { ...silence, after } })} />
              <To label={say.then} value={silence['go']} around={around} change={(go) => put({ silence: { ...silence, go: go ?? 'end' } })} />
            </div>
          )}
        </div>
      </details>
    </>
  );
}

function Deciding({ step, around, put }: Part) {
  const say = useSay();
  return (
    <>
      <Line label={say.condition} hint={say.conditionHint} code value={step.values['if']} change={(value) => put({ if: value ?? 'true' })} />
      <To label={say.ifTrue} value={step.values['go']} around={around} change={(go) => put({ go })} />
      <To label={say.ifFalse} none={say.nextStep} value={step.values['else']} around={around} change={(value) => put({ else: value })} />
    </>
  );
}

function Setting(part: Part) {
  const say = useSay();
  const { step, around, put } = part;
  return (
    <>
      <Pairs label={say.setVars} value={step.values['set']} names={Object.keys(record(around.model.head['vars']))} change={(value) => put({ set: value })} />
      <Onward {...part} />
    </>
  );
}

function Doing(part: Part) {
  const say = useSay();
  const { step, around, put } = part;
  return (
    <>
      <Line label={say.action} hint={say.actionHint} code options={around.actions} value={step.values['do']} change={(value) => put({ do: value ?? 'terms.about_me' })} />
      <Pairs label={say.with} value={step.values['with']} change={(value) => put({ with: Object.keys(value).length > 0 ? value : undefined })} />
      <Saved {...part} label={say.saveResult} />
      <To label={say.onError} none={say.toHuman} value={step.values['on_error']} around={around} change={(value) => put({ on_error: value })} />
      <Onward {...part} />
    </>
  );
}

function Calling(part: Part) {
  const say = useSay();
  const { step, around, put } = part;
  return (
    <>
      <Line label={say.calls} code options={around.flows} value={step.values['call']} change={(value) => put({ call: value ?? 'preferences' })} />
      {around.flows.includes(written(step.values['call'])) && <Link className="link" href={`/desk/studio/${written(step.values['call'])}`}>{say.toFlow(written(step.values['call']))}</Link>}
      {typeof step.values['with'] === 'string' ? <Line label={say.with} code value={step.values['with']} change={(value) => put({ with: value })} /> : <Pairs label={say.with} value={step.values['with']} change={(value) => put({ with: Object.keys(value).length > 0 ? value : undefined })} />}
      <Saved {...part} label={say.saveResult} />
      <Onward {...part} />
    </>
  );
}

function Waiting(part: Part) {
  const say = useSay();
  const { step, put } = part;
  const wait = step.values['wait'];
  return (
    <>
      <NativeSelect size="sm" label={say.waitKind} value={isRecord(wait) ? 'until' : 'for'} onChange={(event) => put({ wait: event.currentTarget.value === 'until' ? { until: 'now' } : '10m' })}>
        <option value="for">{say.forTime}</option>
        <option value="until">{say.until}</option>
      </NativeSelect>
      {isRecord(wait) ? <Line label={say.until} hint={say.untilHint} code value={wait['until']} change={(value) => put({ wait: { until: value ?? 'now' } })} /> : <Lasting label={say.wait} value={wait} change={(value) => put({ wait: value })} />}
      <Onward {...part} />
    </>
  );
}

const REASONS = ['customer_asked', 'low_confidence', 'repeated', 'sentiment', 'rule', 'turn_limit', 'bot_failed', 'out_of_hours'];

function Handing(part: Part) {
  const say = useSay();
  const { step, around, put } = part;
  const reason = written(step.values['handoff']);
  return (
    <>
      <NativeSelect size="sm" label={say.reason} description={say.reasonHint} value={reason} onChange={(event) => put({ handoff: event.currentTarget.value })}>
        {!REASONS.includes(reason) && <option value={reason}>{reason}</option>}
        {REASONS.map((one) => <option key={one} value={one}>{say.reasons(one)}</option>)}
      </NativeSelect>
      <Texts label={say.handTitle} optional value={step.values['title']} around={around} change={(value) => put({ title: value })} rows={1} />
      <Texts label={say.summary} optional value={step.values['summary']} around={around} change={(value) => put({ summary: value })} />
      <Onward {...part} />
    </>
  );
}

function Ending({ step, put }: Part) {
  const say = useSay();
  const value = step.values['end'];
  return <Line label={say.endValue} code value={value === true ? '' : value} change={(text) => put({ end: text ?? true })} />;
}

/** The types of variables, for whoever declares one. */
export function TypeChoice({ label, value, change }: { label: string; value: string; change: (type: string) => void }) {
  const say = useSay();
  return (
    <NativeSelect size="xs" aria-label={label} value={value} onChange={(event) => change(event.currentTarget.value)}>
      {VAR_TYPES.map((type) => <option key={type} value={type}>{say.types(type)}</option>)}
    </NativeSelect>
  );
}
