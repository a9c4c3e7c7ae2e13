import { Tabs } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import type { KeyboardEvent, PointerEvent, Ref } from 'react';
import type { Played, Step } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import type { UsedDraft } from '../draft/useDraft';
import { FlowForm } from '../form/FlowForm';
import { Act, type Around } from '../form/Fields';
import { StepForm } from '../form/StepForm';
import { Glyph } from '../icons';
import { Passed } from '../traffic/Passed';
import type { Acts } from '../useActs';
import { useSay } from '../useSay';
import { Preview } from './Preview';
import { History } from './History';
import { Tests } from './Tests';
import { Try } from './Try';
import { Yaml } from './Yaml';

export type Tab = 'step' | 'try' | 'yaml' | 'tests' | 'history';
const TABS: readonly Tab[] = ['step', 'try', 'yaml', 'tests', 'history'];
const isTab = (text: string | null): text is Tab => TABS.some((tab) => tab === text);

interface Props {
  ref: Ref<HTMLElement>;
  tab: Tab;
  open: (tab: Tab) => void;
  used: UsedDraft;
  around: Around;
  selected: ReadonlySet<string>;
  spoken: string;
  acts: Acts;
  choose: (step: string) => void;
  line: { line: number; count: number };
  traced: (played: Played | null) => void;
  renewed: () => Promise<void>;
}

/** Beside the canvas: the form, the simulator, the text, the tests and the history of the flow. */
export function Panel({ ref, tab, open, used, around, selected, spoken, acts, choose, line, traced, renewed }: Props) {
  const say = useSay();
  const { draft, model } = used;
  const steps = model.steps.filter((step) => selected.has(step.id));
  const [width, widen] = useLocalStorage({ key: 'causerie.studio.panel', defaultValue: 440, getInitialValueInEffect: false });
  const step = steps.length === 1 ? steps[0] : undefined;
  return (
    <aside className="editor-panel" ref={ref} aria-label={say.panel} style={{ width }}>
      <Edge width={width} widen={widen} />
      <Tabs value={tab} onChange={(value) => isTab(value) && open(value)} keepMounted={false} className="panel-tabs">
        <Tabs.List>
          {TABS.map((one) => <Tabs.Tab key={one} value={one}>{one === 'step' && steps.length === 0 ? say.flowTab : say.tabs[one]}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="step" className="panel-body">
          {steps.length > 1 ? <Several steps={steps} acts={acts} /> : step ? <StepForm key={step.id} step={step} around={around} edit={used.edit} rename={(to) => acts.rename(step.id, to)} acts={<StepActs acts={acts} model={model.steps} step={step} />} /> : <FlowForm around={around} edit={used.edit} />}
          {step && <Passed step={step.id} />}
          {step && isSpoken(step) && <Preview name={draft.name} text={draft.text} step={step.id} languages={around.languages} first={spoken} written={draft.whole && draft.base.steps.some((one) => one.id === step.id)} />}
        </Tabs.Panel>
        <Tabs.Panel value="try" className="panel-body"><Try used={used} around={around} spoken={spoken} traced={traced} choose={choose} /></Tabs.Panel>
        <Tabs.Panel value="yaml" className="panel-body"><Yaml text={draft.text} type={used.type} steps={draft.base.steps} problems={draft.problems} step={step?.id ?? ''} choose={choose} line={line} /></Tabs.Panel>
        <Tabs.Panel value="tests" className="panel-body"><Tests name={draft.name} text={draft.text} leftOut={around.leftOut} /></Tabs.Panel>
        <Tabs.Panel value="history" className="panel-body"><History name={draft.name} version={draft.version} done={renewed} /></Tabs.Panel>
      </Tabs>
    </aside>
  );
}

const isSpoken = (step: Step): boolean => ['say', 'ask', 'choose'].includes(step.kind);

function StepActs({ acts, model, step }: { acts: Acts; model: readonly Step[]; step: Step }) {
  const say = useSay();
  const at = model.indexOf(step);
  return (
    <>
      <Act label={say.up} disabled={at === 0} act={() => acts.shift(-1)}><Glyph name="up" /></Act>
      <Act label={say.down} disabled={at === model.length - 1} act={() => acts.shift(1)}><Glyph name="down" /></Act>
      <Act label={say.copy} act={acts.copy}><Glyph name="copy" /></Act>
      <Act label={say.paste} act={acts.paste}><Glyph name="paste" /></Act>
      <Act label={say.remove} disabled={model.length === 1} act={acts.remove}><Glyph name="trash" /></Act>
    </>
  );
}

function Several({ steps, acts }: { steps: Step[]; acts: Acts }) {
  const say = useSay();
  return (
    <div className="form">
      <h2>{say.several(steps.length)}</h2>
      <div className="several">
        <button type="button" className="link" onClick={acts.copy}><Glyph name="copy" /> {say.copy}</button>
        <button type="button" className="link" onClick={acts.cut}><Icon name="close" size={16} /> {say.cut}</button>
        <button type="button" className="link" onClick={acts.duplicate}><Icon name="plus" size={16} /> {say.duplicate}</button>
        <button type="button" className="link" onClick={acts.remove}><Glyph name="trash" /> {say.remove}</button>
      </div>
    </div>
  );
}

const [NARROW, WIDE, STEP] = [340, 860, 24];

/** Dragged or moved by the arrows, it makes the panel wider. */
function Edge({ width, widen }: { width: number; widen: (width: number) => void }) {
  const say = useSay();
  const within = (wanted: number) => widen(Math.round(Math.min(WIDE, Math.max(NARROW, wanted))));
  const keyed = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? STEP : event.key === 'ArrowRight' ? -STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    within(width + by);
  };
  const pressed = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  return (
    <div className="panel-edge" role="separator" tabIndex={0} aria-orientation="vertical" aria-label={say.panelWidth} aria-valuenow={width} aria-valuemin={NARROW} aria-valuemax={WIDE}
      onKeyDown={keyed} onPointerDown={pressed} onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && within(innerWidth - event.clientX)} />
  );
}
