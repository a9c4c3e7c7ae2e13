import { Textarea, type TextareaProps } from '@mantine/core';
import type { RefObject } from 'react';
import type { UsedSuggestions } from './useSuggestions';

interface Props extends Pick<TextareaProps, 'readOnly' | 'error' | 'onKeyDown'> {
  field: RefObject<HTMLTextAreaElement | null>;
  /** What a sign calls up while one writes, and the id of its list. */
  calls: UsedSuggestions;
  list: string;
  label: string;
  value: string;
  write: (text: string) => void;
}

/** Where an agent writes: it grows with the text, and names what is suggested. */
export function Field({ field, calls, list, label, write, ...props }: Props) {
  return (
    <Textarea
      {...props}
      ref={field}
      autosize
      minRows={2}
      maxRows={9}
      placeholder={label}
      aria-label={label}
      aria-autocomplete="list"
      aria-controls={list}
      aria-activedescendant={calls.shown.length > 0 ? `${list}-${calls.at}` : undefined}
      onChange={(event) => write(event.currentTarget.value)}
      onSelect={calls.look}
      onBlur={calls.close}
    />
  );
}
