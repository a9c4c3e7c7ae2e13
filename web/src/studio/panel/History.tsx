import { Button, Skeleton, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as studio from '../../api/studio';
import type { Release } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { useDates } from '../../shared/useDates';
import { historyKey } from '../queries';
import { useSay } from '../useSay';
import { Difference } from './Difference';
import './history.css';

/** Every version that was published: who, when and why; what differs; and the way back. */
export function History({ name, version, done }: { name: string; version: string | null; done: () => Promise<void> }) {
  const say = useSay();
  const [open, show] = useState<number | null>(null);
  const history = useQuery({ queryKey: historyKey(name), queryFn: () => studio.history(name), staleTime: 0 });
  if (!history.data) return history.isError ? <p className="studio-refusal" role="alert">{say.failedOne}</p> : <Skeleton height={160} m="md" />;
  return (
    <div className="history">
      <p className="hint">{say.historyLead}</p>
      {history.data.length === 0 && <p className="studio-empty">{say.historyNone}</p>}
      <ol>
        {history.data.map((release, index) => (
          <One key={`${release.at}${release.version}`} name={name} release={release} current={release.version === version && index === 0} open={open === index} toggle={() => show(open === index ? null : index)} done={done} />
        ))}
      </ol>
    </div>
  );
}

interface OneProps {
  name: string;
  release: Release;
  current: boolean;
  open: boolean;
  toggle: () => void;
  done: () => Promise<void>;
}

function One({ name, release, current, open, toggle, done }: OneProps) {
  const say = useSay();
  const dates = useDates();
  return (
    <li className="release" data-current={current || undefined}>
      <button type="button" className="release-head" aria-expanded={open} onClick={toggle}>
        <span className="release-note">{release.note || <i>{say.noNote}</i>}</span>
        {current && <span className="chip" data-tone="good"><Icon name="check" size={13} /> {say.inUse}</span>}
        <small><time dateTime={release.at} title={dates.full(release.at)}>{dates.day(release.at)}, {dates.time(release.at)}</time> · {say.by(release.author)} · <code>{release.version.slice(0, 8)}</code></small>
      </button>
      {open && !current && <Older name={name} release={release} done={done} />}
      {open && current && <div className="release-body"><Difference name={name} before="current" after="draft" /></div>}
    </li>
  );
}

function Older({ name, release, done }: Pick<OneProps, 'name' | 'release' | 'done'>) {
  const say = useSay();
  const [asking, ask] = useState(false);
  const [note, write] = useState('');
  const rolling = useMutation({ mutationFn: () => studio.rollBack(name, release.version, note, 'keep'), onSuccess: done });
  return (
    <div className="release-body">
      <p className="hint">{say.compare}</p>
      <Difference name={name} before="current" after={release.version} />
      {!asking && <Button size="xs" variant="default" leftSection={<Icon name="retry" size={14} />} onClick={() => ask(true)}>{say.rollBack}</Button>}
      {asking && (
        <form className="release-back" onSubmit={(event) => { event.preventDefault(); rolling.mutate(); }}>
          <Textarea autoFocus size="sm" autosize label={say.rollBackAsk(release.version.slice(0, 8))} placeholder={say.note} aria-label={say.note} value={note} onChange={(event) => write(event.currentTarget.value)} />
          {rolling.isError && <p className="studio-refusal" role="alert">{say.rollBackFailed} {rolling.error.message}</p>}
          <div className="dialog-acts"><Button size="xs" variant="default" onClick={() => ask(false)}>{say.cancel}</Button><Button size="xs" type="submit" loading={rolling.isPending}>{say.rollBack}</Button></div>
        </form>
      )}
    </div>
  );
}
