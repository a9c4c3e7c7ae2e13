import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import * as studio from '../../api/studio';
import type { Difference as Told, Value } from '../../api/studio';
import { isRecord, written } from '../flow/values';
import { FLOWS } from '../queries';
import { useSay } from '../useSay';
import './difference.css';

/** What differs between two versions, step by step, and as lines of text for whoever wants them. */
export function Difference({ name, before, after, stamp = '' }: { name: string; before: string; after: string; stamp?: string }) {
  const say = useSay();
  const asked = useQuery({ queryKey: [...FLOWS, name, 'diff', before, after, stamp], queryFn: () => studio.diff(name, before, after), staleTime: 0, gcTime: 0 });
  if (!asked.data) return asked.isError ? <p className="hint" role="alert">{asked.error.message}</p> : <Skeleton height={48} />;
  const { differences, lines } = asked.data;
  if (differences.length === 0 && lines.length === 0) return <p className="hint">{say.noDifference}</p>;
  return (
    <div className="difference">
      <ul>{differences.map((one, index) => <One key={index} one={one} />)}</ul>
      <details><summary>{say.asText}</summary><pre tabIndex={0}>{lines.slice(2).map((line, index) => <span key={index} data-sign={line[0]}>{line}{'\n'}</span>)}</pre></details>
    </div>
  );
}

function One({ one }: { one: Told }) {
  const say = useSay();
  return (
    <li data-what={one.what}>
      <p><b>{say.whats[one.what]}</b> <code>{one.step || say.wholeFlow}</code> {one.key && <span>{say.keyNames(one.key)}</span>}</p>
      {one.what !== 'moved' && <Change before={one.before} after={one.after} />}
    </li>
  );
}

export function Change({ before, after }: { before: Value; after: Value }) {
  const [old, fresh] = [told(before), told(after)];
  const kept = old.filter((line) => fresh.includes(line));
  return (
    <div className="change">
      {old.filter((line) => !kept.includes(line)).map((line, index) => <del key={index}>{line}</del>)}
      {fresh.filter((line) => !kept.includes(line)).map((line, index) => <ins key={index}>{line}</ins>)}
    </div>
  );
}

/** A value as a person would tell it: one line for each thing in it. */
function told(value: Value, path = ''): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one, index) => told(one, [path, isRecord(one) ? written(one['id']) || String(index + 1) : ''].filter(Boolean).join(' · ')));
  if (isRecord(value)) return Object.entries(value).flatMap(([key, one]) => told(one, [path, key].filter(Boolean).join(' · ')));
  return [path ? `${path}: ${written(value)}` : written(value)];
}
