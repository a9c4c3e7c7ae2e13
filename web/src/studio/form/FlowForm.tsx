import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Edit, Value } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { set } from '../flow/edits';
import { isName } from '../flow/steps';
import { linesIn, withLines, withWords, wordsIn } from '../flow/texts';
import { isRecord, record, withKeys, written } from '../flow/values';
import { Glyph } from '../icons';
import { useSay } from '../useSay';
import { Lasting, Line, Remove, Texts, To, TypeChoice, type Around } from './Fields';
import { Words } from './Words';

/** What belongs to the flow as a whole: how it begins, what it holds, what interrupts it. */
export function FlowForm({ around, edit }: { around: Around; edit: (edits: Edit[], key?: string) => void }) {
  const say = useSay();
  const { head } = around.model;
  const put = (values: Record<string, Value | undefined>) => {
    const whole = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? null]));
    edit([set('', whole)], `flow.${Object.keys(whole).join()}`);
  };
  const start = record(head['start']);
  const starts = (values: Record<string, Value | undefined>) => {
    const whole = withKeys(start, values);
    put({ start: Object.keys(whole).length > 0 ? whole : undefined });
  };
  const expires = head['expires'];
  return (
    <div className="form">
      <header className="form-head">
        <span className="kind-tile" data-kind="start"><Glyph name="play" size={14} /></span>
        <div><h2>{say.flowTab}</h2><p><code>{around.model.name}</code></p></div>
      </header>
      <Texts label={say.flowTitle} rows={1} value={head['title']} around={around} change={(title) => put({ title })} />
      <Words label={say.startWords} hint={say.startWordsHint} around={around} value={start['words']} read={wordsIn} write={withWords} change={(words) => starts({ words })} />
      <Words label={say.examples} hint={say.examplesHint} around={around} value={start['examples']} read={linesIn} write={withLines} change={(examples) => starts({ examples })} />
      <Vars around={around} put={put} />
      <Choice label={say.interrupt} value={written(head['interrupt']) || 'allow'} values={['allow', 'ask', 'replace', 'never']} name={say.interrupts} change={(interrupt) => put({ interrupt })} />
      <fieldset className="texts">
        <legend>{say.expiresTitle}</legend>
        <label className="tick"><input type="checkbox" checked={isRecord(expires)} onChange={(event) => put({ expires: event.currentTarget.checked ? { after: '3d', go: 'end' } : undefined })} /> {say.silenceOn}</label>
        {isRecord(expires) && (
          <div className="form-two">
            <Lasting label={say.after} value={expires['after']} change={(after) => put({ expires: { ...expires, after } })} />
            <To label={say.then} value={expires['go']} around={around} change={(go) => put({ expires: { ...expires, go: go ?? 'end' } })} />
          </div>
        )}
      </fieldset>
      <Choice label={say.category} value={written(head['category'])} values={['', 'critical', 'transactional', 'service', 'requested', 'marketing']} name={say.categories} change={(category) => put({ category: category || undefined })} />
      {head['category'] === 'marketing' && <Line label={say.topic} code value={head['topic']} change={(topic) => put({ topic })} />}
    </div>
  );
}

function Choice({ label, value, values, name, change }: { label: string; value: string; values: string[]; name: (value: string) => string; change: (value: string) => void }) {
  return (
    <NativeSelect size="sm" label={label} value={value} onChange={(event) => change(event.currentTarget.value)}>
      {values.map((one) => <option key={one} value={one}>{name(one)}</option>)}
    </NativeSelect>
  );
}

function Vars({ around, put }: { around: Around; put: (values: Record<string, Value | undefined>) => void }) {
  const say = useSay();
  const [fresh, name] = useState('');
  const vars = record(around.model.head['vars']);
  const isFree = isName(fresh) && !(fresh in vars);
  const write = (changed: Record<string, Value | undefined>) => {
    const whole = withKeys(vars, changed);
    put({ vars: Object.keys(whole).length > 0 ? whole : undefined });
  };
  const add = () => {
    if (!isFree) return;
    write({ [fresh]: 'text' });
    name('');
  };
  return (
    <fieldset className="pairs">
      <legend>{say.vars}</legend>
      {Object.entries(vars).map(([key, type]) => (
        <div className="pair" key={key}>
          <code title={key}>{key}</code>
          <TypeChoice label={`${key}: ${say.type}`} value={written(type)} change={(to) => write({ [key]: to })} />
          <Remove label={say.removeOne(key)} act={() => write({ [key]: undefined })} />
        </div>
      ))}
      <div className="pair-new">
        <TextInput size="xs" className="code-field" spellCheck={false} aria-label={say.addVar} placeholder={say.pairName} value={fresh} onChange={(event) => name(event.currentTarget.value.trim())}
          onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); add(); } }} />
        <button type="button" className="link" disabled={!isFree} onClick={add}><Icon name="plus" size={13} /> {say.addVar}</button>
      </div>
    </fieldset>
  );
}
