import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Value } from '../../api/studio';
import { useSay } from '../useSay';
import { written } from '../flow/values';
import type { Around } from './Fields';

interface Props {
  label: string;
  hint?: string;
  around: Around;
  value: Value | undefined;
  read: (value: Value | undefined, language: string) => string;
  write: (value: Value | undefined, language: string, text: string) => Value | undefined;
  change: (value: Value | undefined) => void;
}

/** Lists of words, side by side for each language. */
export function Words({ label, hint, around, value, read, write, change }: Props) {
  const say = useSay();
  if (Array.isArray(value)) // the same words in every language
    return <Textarea size="sm" readOnly autosize label={label} description={say.keptAsIs} value={value.map(written).join(', ')} />;
  return (
    <fieldset className="texts">
      <legend>{label}</legend>
      <div className="texts-by" data-count={around.languages.length}>
        {around.languages.map((language) => (
          <List key={language} label={say.language(language)} name={`${label}, ${say.language(language)}`} lang={language} value={value} read={(given) => read(given, language)} write={(text) => write(value, language, text)} change={change} />
        ))}
      </div>
      <p className="hint">{hint ?? say.wordsHint}</p>
    </fieldset>
  );
}

interface ListProps {
  label: string;
  name: string;
  lang: string;
  value: Value | undefined;
  read: (value: Value | undefined) => string;
  write: (text: string) => Value | undefined;
  change: (value: Value | undefined) => void;
}

/** What one writes stays as it is written, a comma at the end too, until something else changes the words. */
function List({ label, name, lang, value, read, write, change }: ListProps) {
  const kept = read(value);
  const [text, set] = useState(kept);
  const shown = read(write(text)) === kept ? text : kept;
  return (
    <Textarea size="sm" autosize minRows={1} maxRows={10} lang={lang} label={label} aria-label={name} value={shown}
      onChange={({ currentTarget: { value: line } }) => {
        set(line);
        change(write(line));
      }} />
  );
}
