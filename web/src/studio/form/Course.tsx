import { NativeSelect } from '@mantine/core';
import { Link } from 'wouter';
import { isRecord, record, written } from '../flow/values';
import { useSay } from '../useSay';
import { Lasting, Line, Pairs, Texts, To } from './Fields';
import { Onward, Saved, type Part } from './Part';

export function Deciding({ step, around, put }: Part) {
  const say = useSay();
  return (
    <>
      <Line label={say.condition} hint={say.conditionHint} code value={step.values['if']} change={(value) => put({ if: value ?? 'true' })} />
      <To label={say.ifTrue} value={step.values['go']} around={around} change={(go) => put({ go })} />
      <To label={say.ifFalse} none={say.nextStep} value={step.values['else']} around={around} change={(value) => put({ else: value })} />
    </>
  );
}

export function Setting(part: Part) {
  const say = useSay();
  const { step, around, put } = part;
  return (
    <>
      <Pairs label={say.setVars} value={step.values['set']} names={Object.keys(record(around.model.head['vars']))} change={(value) => put({ set: value })} />
      <Onward {...part} />
    </>
  );
}

export function Doing(part: Part) {
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

export function Calling(part: Part) {
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

export function Waiting(part: Part) {
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

export function Handing(part: Part) {
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

export function Ending({ step, put }: Part) {
  const say = useSay();
  const value = step.values['end'];
  return <Line label={say.endValue} code value={value === true ? '' : value} change={(text) => put({ end: text ?? true })} />;
}
