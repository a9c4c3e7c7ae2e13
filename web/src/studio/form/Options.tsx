import type { Value, Values } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { freeName } from '../flow/steps';
import { blank, withWords, wordsIn } from '../flow/texts';
import { isRecord, listed, withKeys, written } from '../flow/values';
import { Glyph } from '../icons';
import { useSay } from '../useSay';
import { Act, Line, Remove, Texts, To } from './Fields';
import type { Part } from './Part';
import { Words } from './Words';

/** What a question offers: options one by one, and lists of them. */
export function Options({ step, around, put }: Part) {
  const say = useSay();
  const value = step.values['options'];
  const options = listed(value).filter(isRecord);
  const write = (list: Value[]) => put({ options: list });
  if (typeof value === 'string') return <Line label={say.from} hint={say.fromHint} code value={value} change={(text) => put({ options: text ?? 'topics.all' })} />;
  const add = () => write([...options, { id: freeName('option', options.map((one) => written(one['id']))), label: blank(around.languages) }]);
  const place = (at: number, to: number) => {
    const list = [...options];
    const [taken] = list.splice(at, 1);
    if (taken) list.splice(to, 0, taken);
    write(list);
  };
  return (
    <fieldset className="options">
      <legend>{say.options}</legend>
      {options.map((option, at) => (
        <div className="option" key={at}>
          <div className="option-head">
            <strong>{'from' in option ? say.why.options : say.option(at + 1)}</strong>
            <Act label={`${say.up}: ${say.option(at + 1)}`} disabled={at === 0} act={() => place(at, at - 1)}><Glyph name="up" size={14} /></Act>
            <Act label={`${say.down}: ${say.option(at + 1)}`} disabled={at === options.length - 1} act={() => place(at, at + 1)}><Glyph name="down" size={14} /></Act>
            <Remove label={say.removeOne(say.option(at + 1))} act={() => write(options.filter((_, other) => other !== at))} />
          </div>
          <Option option={option} name={say.option(at + 1)} around={around} change={(changed) => write(options.map((one, other) => (other === at ? withKeys(one, changed) : one)))} />
        </div>
      ))}
      <div className="option-new">
        <button type="button" className="link" onClick={add}><Icon name="plus" size={13} /> {say.addOption}</button>
        <button type="button" className="link" onClick={() => write([...options, { from: 'topics.all' }])}><Icon name="list" size={13} /> {say.addList}</button>
      </div>
    </fieldset>
  );
}

interface OptionProps extends Pick<Part, 'around'> {
  option: Values;
  name: string;
  change: (changed: Record<string, Value | undefined>) => void;
}

function Option({ option, name, around, change }: OptionProps) {
  const say = useSay();
  const to = <To label={say.goOption} none={say.nextStep} value={option['go']} around={around} change={(go) => change({ go })} />;
  if ('from' in option)
    return (
      <>
        <Line label={say.from} hint={say.fromHint} code value={option['from']} change={(from) => change({ from: from ?? 'topics.all' })} />
        <Texts label={`${name}: ${say.label}`} optional rows={1} value={option['label']} around={around} change={(label) => change({ label })} />
        {to}
      </>
    );
  return (
    <>
      <Texts label={`${name}: ${say.label}`} rows={1} value={option['label']} around={around} change={(label) => change({ label })} />
      <div className="form-two">
        <Line label={say.optionId} code value={option['id']} change={(id) => id && change({ id })} />
        {to}
      </div>
      <details className="form-more" open={['words', 'when', 'value'].some((key) => key in option)}>
        <summary>{say.more}</summary>
        <div className="form">
          <Words label={say.words} around={around} value={option['words']} read={wordsIn} write={withWords} change={(words) => change({ words })} />
          <Line label={say.when} code value={option['when']} change={(when) => change({ when })} />
          <Line label={say.value} code value={option['value']} change={(value) => change({ value })} />
        </div>
      </details>
    </>
  );
}
