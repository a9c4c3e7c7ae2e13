import { ActionIcon, NativeSelect, Textarea, TextInput, Tooltip } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import type { LeftOut, Model, Value, Values } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { END, gist, HUMAN } from '../flow/steps';
import { blank, split, textsOf, withText } from '../flow/texts';
import { isRecord, record, written } from '../flow/values';
import { useSay } from '../useSay';

/** What all fields of a form know of: the flow, and the languages that every text is written in. */
export interface Around {
  model: Model;
  languages: readonly string[];
  flows: readonly string[];
  actions: readonly string[];
  leftOut: LeftOut;
}

interface TextsProps {
  label: string;
  value: Value | undefined;
  change: (value: Value | undefined) => void;
  around: Around;
  /** It may be left out as a whole. */
  optional?: boolean;
  hint?: string;
  rows?: number;
}

/** One text in every language, side by side. */
export function Texts({ label, value, change, around, optional, hint, rows = 2 }: TextsProps) {
  const say = useSay();
  const texts = textsOf(value);
  const { languages } = around;
  const write = (language: string, text: string) => {
    const whole = withText(value, language, text);
    change(whole ?? (optional ? undefined : blank([...languages, ...Object.keys('by' in texts ? texts.by : {})])));
  };
  if ('all' in texts)
    return (
      <fieldset className="texts">
        <legend>{label}</legend>
        <Textarea size="sm" autosize minRows={rows} label={say.allLanguages} description={hint} value={texts.all} onChange={(event) => change(event.currentTarget.value)} />
        <button type="button" className="link" onClick={() => change(split(texts.all, languages))}>{say.perLanguage}</button>
      </fieldset>
    );
  const shown = [...new Set([...languages, ...Object.keys(texts.by)])];
  const isMissing = (language: string) => languages.includes(language) && !texts.by[language] && (!optional || Object.values(texts.by).some(Boolean));
  return (
    <fieldset className="texts">
      <legend>{label}</legend>
      <div className="texts-by" data-count={shown.length}>
        {shown.map((language) => (
          <Textarea key={language} size="sm" autosize minRows={rows} maxRows={12} lang={language} spellCheck
            label={<>{say.language(language)}{isMissing(language) && <em className="missing">{say.notWritten}</em>}</>} aria-label={`${label}, ${say.language(language)}`}
            value={texts.by[language] ?? ''} onChange={(event) => write(language, event.currentTarget.value)} />
        ))}
      </div>
      {hint && <p className="hint">{hint}</p>}
    </fieldset>
  );
}

interface LineProps {
  label: string;
  value: Value | undefined;
  change: (value: string | undefined) => void;
  hint?: string;
  /** Written as a program is. */
  code?: boolean;
  options?: readonly string[];
}

/** One line; emptied, it is left out. */
export function Line({ label, value, change, hint, code, options }: LineProps) {
  const list = useId();
  return (
    <>
      <TextInput size="sm" label={label} description={hint} className={code ? 'code-field' : undefined} spellCheck={!code} list={options ? list : undefined}
        value={written(value)} onChange={(event) => change(event.currentTarget.value || undefined)} />
      {options && <datalist id={list}>{options.map((option) => <option key={option} value={option} />)}</datalist>}
    </>
  );
}

interface ToProps {
  label: string;
  value: Value | undefined;
  change: (target: string | undefined) => void;
  around: Around;
  /** What no target means; without, there must be one. */
  none?: string;
}

/** A step to go to, the end or a person. */
export function To({ label, value, change, around, none }: ToProps) {
  const say = useSay();
  const target = written(value);
  const known = target === '' || target === END || target === HUMAN || around.model.steps.some((step) => step.id === target);
  return (
    <NativeSelect size="sm" label={label} value={target} onChange={(event) => change(event.currentTarget.value || undefined)}>
      {(none !== undefined || target === '') && <option value="">{none ?? '—'}</option>}
      <option value={END}>■ {say.atEnd}</option>
      <option value={HUMAN}>● {say.toHuman}</option>
      {!known && <option value={target}>⚠ {target}</option>}
      {around.model.steps.map((step) => <option key={step.id} value={step.id}>{optionText(step.id, gist(step, around.languages[0] ?? ''))}</option>)}
    </NativeSelect>
  );
}

const optionText = (id: string, text: string): string => (text ? `${id} · ${text.slice(0, 40).replaceAll('\n', ' ')}` : id);

const UNITS = ['s', 'm', 'h', 'd'] as const;

/** A time such as 10m, as a number and its unit. */
export function Lasting({ label, value, change }: { label: string; value: Value | undefined; change: (value: string) => void }) {
  const say = useSay();
  const found = /^(\d+)([smhd])$/.exec(written(value));
  const [count, unit] = [found?.[1] ?? '', found?.[2] ?? 'm'];
  return (
    <fieldset className="lasting">
      <legend>{label}</legend>
      <TextInput size="sm" type="number" min={1} max={9999} aria-label={label} value={count} onChange={(event) => change(`${event.currentTarget.value || '1'}${unit}`)} />
      <NativeSelect size="sm" aria-label={`${label}: ${say.units(unit)}`} value={unit} onChange={(event) => change(`${count || '1'}${event.currentTarget.value}`)}>
        {UNITS.map((one) => <option key={one} value={one}>{say.units(one)}</option>)}
      </NativeSelect>
    </fieldset>
  );
}

/** Names and what they are given. */
export function Pairs({ label, value, change, names }: { label: string; value: Value | undefined; change: (value: Values) => void; names?: readonly string[] }) {
  const say = useSay();
  const [fresh, name] = useState('');
  const list = useId();
  const pairs = record(value);
  const add = () => {
    if (fresh && !(fresh in pairs)) change({ ...pairs, [fresh]: "''" });
    name('');
  };
  return (
    <fieldset className="pairs">
      <legend>{label}</legend>
      {Object.entries(pairs).map(([key, given]) => (
        <div className="pair" key={key}>
          <code title={key}>{key}</code>
          {isRecord(given) || Array.isArray(given) ? <span className="hint">{say.keptAsIs}</span> : (
            <TextInput size="xs" className="code-field" spellCheck={false} aria-label={`${key}: ${say.pairValue}`} value={written(given)} onChange={(event) => change({ ...pairs, [key]: read(event.currentTarget.value, given) })} />
          )}
          <Remove label={say.removeOne(key)} act={() => change(Object.fromEntries(Object.entries(pairs).filter(([other]) => other !== key)))} />
        </div>
      ))}
      <div className="pair-new">
        <TextInput size="xs" className="code-field" spellCheck={false} aria-label={`${label}: ${say.pairName}`} placeholder={say.pairName} list={list} value={fresh} onChange={(event) => name(event.currentTarget.value.trim())}
          onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); add(); } }} />
        <datalist id={list}>{(names ?? []).map((one) => <option key={one} value={one} />)}</datalist>
        <button type="button" className="link" disabled={!fresh} onClick={add}><Icon name="plus" size={13} /> {say.addPair}</button>
      </div>
    </fieldset>
  );
}

/** A number or a yes or no stays one. */
function read(text: string, before: Value): Value {
  if (typeof before === 'number' && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return typeof before === 'boolean' && (text === 'true' || text === 'false') ? text === 'true' : text;
}

export function Remove({ label, act }: { label: string; act: () => void }) {
  return <Act label={label} act={act}><Icon name="close" size={14} /></Act>;
}

export function Act({ label, act, disabled, children }: { label: string; act: () => void; disabled?: boolean; children: ReactNode }) {
  return (
    <Tooltip label={label} openDelay={500} withinPortal={false}>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={label} disabled={disabled ?? false} onClick={act}>{children}</ActionIcon>
    </Tooltip>
  );
}

const VAR_TYPES = ['text', 'number', 'date', 'time', 'phone', 'email', 'choice', 'topic', 'duration', 'location', 'media', 'any'] as const;

/** The types of variables, for whoever declares one. */
export function TypeChoice({ label, value, change }: { label: string; value: string; change: (type: string) => void }) {
  const say = useSay();
  return (
    <NativeSelect size="xs" aria-label={label} value={value} onChange={(event) => change(event.currentTarget.value)}>
      {VAR_TYPES.map((type) => <option key={type} value={type}>{say.types(type)}</option>)}
    </NativeSelect>
  );
}
