import { useState } from 'react';
import type { Value, Values } from '../../api/studio';
import { isRecord, listed, record, withKeys, written } from '../flow/values';
import { useSay } from '../useSay';
import { Line, Texts, To } from './Fields';
import { Options } from './Options';
import { Onward, Saved, type Part } from './Part';
import { Unanswered } from './Unanswered';

export function Saying(part: Part) {
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

export function Asking(part: Part) {
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

export function Choosing(part: Part) {
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
