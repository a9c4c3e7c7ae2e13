import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import * as studio from '../api/studio';
import { Icon } from '../shared/Icon';
import { isChanged, isSaved, isSettled, type Draft } from './draft/draft';
import { Glyph } from './icons';
import { useSay } from './useSay';

interface Props {
  draft: Draft;
  title: string;
  undo: () => void;
  redo: () => void;
  publish: () => void;
  discarded: () => Promise<void>;
  help: () => void;
}

/** The flow's name and state, and what concerns it as a whole. */
export function Bar({ draft, title, undo, redo, publish, discarded, help }: Props) {
  const say = useSay();
  const discarding = useMutation({ mutationFn: () => studio.discard(draft.name, draft.saved.revision), onSuccess: discarded });
  const discard = () => {
    if (confirm(say.discardAsk)) discarding.mutate();
  };
  return (
    <header className="editor-bar">
      <Hint label={say.back}><ActionIcon component={Link} href="/desk/studio" variant="subtle" color="gray" size="lg" aria-label={say.back}><Icon name="back" /></ActionIcon></Hint>
      <div className="bar-name"><h1>{title}</h1><code>{draft.name}</code></div>
      <State draft={draft} />
      <Saving draft={draft} />
      <div className="bar-acts">
        <Hint label={say.undo}><ActionIcon variant="subtle" color="gray" size="lg" aria-label={say.undo} disabled={draft.past.length === 0} onClick={undo}><Glyph name="undo" size={18} /></ActionIcon></Hint>
        <Hint label={say.redo}><ActionIcon variant="subtle" color="gray" size="lg" aria-label={say.redo} disabled={draft.future.length === 0} onClick={redo}><Glyph name="redo" size={18} /></ActionIcon></Hint>
        <Hint label={say.keys}><ActionIcon variant="subtle" color="gray" size="lg" aria-label={say.keys} onClick={help}><Icon name="keyboard" /></ActionIcon></Hint>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target><ActionIcon variant="subtle" color="gray" size="lg" aria-label={say.more}><Icon name="dots" /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Glyph name="trash" />} disabled={draft.saved.revision === 0 || draft.version === null} onClick={discard}>{say.discard}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Button size="sm" disabled={!isChanged(draft)} title={isChanged(draft) ? undefined : say.nothingToPublish} onClick={publish}>{say.publish}</Button>
      </div>
    </header>
  );
}

function State({ draft }: { draft: Draft }) {
  const say = useSay();
  const changed = isChanged(draft);
  return (
    <span className="bar-states">
      {!changed && draft.version !== null && <span className="chip" data-tone="good"><Icon name="check" size={13} /> {say.published}</span>}
      {changed && <span className="chip" data-tone="near">{draft.version === null ? say.neverPublished : say.draft}</span>}
    </span>
  );
}

/** How far what one did has come. */
function Saving({ draft }: { draft: Draft }) {
  const say = useSay();
  const offline = draft.saving === 'offline';
  const text = offline ? say.unsaved : !isSettled(draft) ? say.writing : isSaved(draft) ? (draft.saved.revision > 0 ? say.saved : '') : say.saving;
  return <span className="bar-saving" data-late={offline || undefined} role="status">{offline && <Icon name="warning" size={14} />} {text}</span>;
}

function Hint({ label, children }: { label: string; children: ReactNode }) {
  return <Tooltip label={label} openDelay={400} withinPortal={false}><span className="bar-hint">{children}</span></Tooltip>;
}
