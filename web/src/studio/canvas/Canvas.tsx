import '@xyflow/react/dist/base.css';
import { applyNodeChanges, Background, BackgroundVariant, MiniMap, Panel, ReactFlow, useReactFlow, type Connection, type NodeChange, type ReactFlowInstance } from '@xyflow/react';
import { ActionIcon, Tooltip } from '@mantine/core';
import { memo, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Boxes, Model, Way } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { Glyph } from '../icons';
import { NoteBox } from '../notes/NoteBox';
import { NOTE_WIDTH } from '../notes/notes';
import { useNoteNodes, type CanvasNode } from '../notes/useNoteNodes';
import type { UsedNotes } from '../notes/useNotes';
import type { UsedTraffic } from '../traffic/useTraffic';
import { useSay } from '../useSay';
import './canvas.css';
import { Spoken } from './context';
import { graphOf, shapeOf, WIDTH, type Graph } from './graph';
import { placed } from './layout';
import { Drawn, Heads } from './LineEdge';
import { edgesOf, headId, nodesOf, standing, stepId, type BoxNode, type LineEdge, type Marks } from './nodes';
import { FlowBox, StartBox, StepBox } from './StepBox';

const NODES = { step: StepBox, start: StartBox, flow: FlowBox, note: NoteBox };
const EDGES = { line: Drawn };

interface Props {
  model: Model;
  boxes: Boxes;
  marks: Marks;
  language: string;
  languages: readonly string[];
  select: (steps: ReadonlySet<string>) => void;
  move: (boxes: Boxes) => void;
  lead: (step: string, why: Way['why'], option: string | null, to: string) => void;
  /** The step to bring into sight, and how often that was asked. */
  shown: { step: string; count: number };
  notes: UsedNotes;
  traffic: Pick<UsedTraffic, 'on' | 'toggle'>;
  children?: ReactNode;
}

/** The flow as boxes and lines. All can also be done in the list and in the forms. */
export const Canvas = memo(function Canvas({ model, boxes, marks, language, languages, select, move, lead, shown, notes, traffic, children }: Props) {
  const say = useSay();
  const [, go] = useLocation();
  const [{ graph, auto, nodes, edges }, setNodes] = useScene(model, language, boxes, marks);
  const flow = useReactFlow<CanvasNode, LineEdge>();
  const written = useNoteNodes(notes);
  const field = useRef<HTMLDivElement>(null);
  useShowing(shown, flow);
  const whole = useMemo<CanvasNode[]>(() => [...nodes, ...written.nodes], [nodes, written.nodes]);
  const spoken = useMemo(() => ({ language, languages }), [language, languages]);

  const changed = (all: NodeChange<CanvasNode>[]) => {
    const changes = written.changed(all);
    const picked = new Set(marks.selected);
    let selects = false;
    const put: Boxes = {};
    for (const change of changes) {
      if (change.type === 'select') {
        selects = true;
        if (change.selected) picked.add(stepId(change.id));
        else picked.delete(stepId(change.id));
      }
      if (change.type === 'position' && change.dragging === false) {
        const at = change.position ?? nodes.find((node) => node.id === change.id)?.position;
        if (at) put[change.id] = [Math.round(at.x), Math.round(at.y)];
      }
    }
    setNodes((was) => applyNodeChanges(changes.filter((change) => change.type === 'position'), was));
    if (selects) select(picked);
    if (Object.keys(put).some((id) => auto[id]?.join() !== put[id]?.join() && boxes[id]?.join() !== put[id]?.join())) move({ ...boxes, ...put });
  };
  const connect = ({ source, sourceHandle, target }: Connection) => {
    const row = graph.boxes.find((box) => box.id === source)?.rows.find((one) => one.key === sourceHandle);
    lead(source, row?.why ?? 'go', row?.option ?? null, target);
  };
  return (
    <Spoken value={spoken}>
      <Heads />
      <ReactFlow<CanvasNode, LineEdge>
        ref={field}
        nodes={whole} edges={edges} nodeTypes={NODES} edgeTypes={EDGES} onNodesChange={changed} onConnect={connect}
        onNodeDoubleClick={(_event, node) => node.type !== 'note' && node.data.box.called && go(`/desk/studio/${node.data.box.called.name}`)}
        onlyRenderVisibleElements elevateNodesOnSelect={false} deleteKeyCode={null} minZoom={0.1} maxZoom={1.6} nodeDragThreshold={3}
        aria-label={say.canvas} proOptions={{ hideAttribution: true }} onInit={() => begin(flow, auto, field.current)} zoomOnDoubleClick={false} edgesFocusable={false}
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} color="var(--dots)" />
        {graph.boxes.length > 12 && <MiniMap pannable zoomable ariaLabel={say.map} nodeClassName={mapClass} nodeStrokeWidth={0} maskColor="var(--map-mask)" style={{ width: 130, height: 150 }} />}
        <Panel position="top-left" className="canvas-tools">
          {children}
          <Tool label={say.tidy} act={() => move({})}><Glyph name="tidy" size={17} /></Tool>
          <Tool label={say.fit} act={() => void flow.fitView({ duration: 250, padding: { top: '76px', bottom: '24px', left: '24px', right: '24px' }, maxZoom: 1 })}><Glyph name="fit" size={17} /></Tool>
          <Tool label={say.zoomIn} act={() => void flow.zoomIn({ duration: 150 })}><Icon name="plus" size={17} /></Tool>
          <Tool label={say.zoomOut} act={() => void flow.zoomOut({ duration: 150 })}><Glyph name="minus" size={17} /></Tool>
          <Tool label={say.addNote} act={() => notes.add(middle(flow, field.current))}><Icon name="note" size={17} /></Tool>
          <Tool label={say.traffic} act={traffic.toggle} pressed={traffic.on}><Icon name="chart" size={17} /></Tool>
        </Panel>
      </ReactFlow>
    </Spoken>
  );
});

const mapClass = (node: CanvasNode): string => (node.type === 'note' ? 'map-note' : `map-${node.data.box.step?.kind ?? node.type}`);

const WHOLE = 0.72; // smaller than that, nobody reads
const TOP = 76; // below the tools

/** All of a small flow; of a large one the beginning. */
function begin(flow: Flow, auto: Boxes, field: HTMLElement | null): void {
  const bounds = flow.getNodesBounds(flow.getNodes());
  const [width, height] = [field?.clientWidth ?? 0, field?.clientHeight ?? 0];
  const zoom = Math.min(1, (width - 60) / bounds.width, (height - TOP - 30) / bounds.height);
  if (zoom >= WHOLE) return void flow.setViewport({ x: (width - bounds.width * zoom) / 2 - bounds.x * zoom, y: TOP - bounds.y * zoom, zoom });
  const [x, y] = auto[headId('')] ?? [0, 0];
  void flow.setViewport({ x: width / 2 - (x + WIDTH / 2) * 0.85, y: TOP - y * 0.85, zoom: 0.85 });
}

/** Of what is in sight. */
function middle(flow: Flow, field: HTMLElement | null): [number, number] {
  const { left = 0, top = 0, width = 0, height = 0 } = field?.getBoundingClientRect() ?? {};
  const { x, y } = flow.screenToFlowPosition({ x: left + width / 2, y: top + height / 3 });
  return [Math.round(x - NOTE_WIDTH / 2), Math.round(y)];
}

function Tool({ label, act, pressed, children }: { label: string; act: () => void; pressed?: boolean; children: ReactNode }) {
  return (
    <Tooltip label={label} openDelay={400} withinPortal={false}>
      <ActionIcon variant="subtle" color="gray" size={30} aria-label={label} aria-pressed={pressed} onClick={act}>{children}</ActionIcon>
    </Tooltip>
  );
}

type Flow = ReactFlowInstance<CanvasNode, LineEdge>;

interface Scene {
  model: Model;
  language: string;
  boxes: Boxes;
  marks: Marks;
  graph: Graph;
  shape: string;
  auto: Boxes;
  nodes: BoxNode[];
  edges: LineEdge[];
}

/** What is drawn: made anew where the flow changes, and moved by hand in between. */
function useScene(model: Model, language: string, boxes: Boxes, marks: Marks): [Scene, (nodes: (was: BoxNode[]) => BoxNode[]) => void] {
  const [scene, set] = useState(() => sceneOf(model, language, boxes, marks));
  const old = scene.model !== model || scene.language !== language || scene.boxes !== boxes || scene.marks !== marks;
  const fresh = old ? sceneOf(model, language, boxes, marks, scene) : scene;
  if (old) set(fresh);
  return [fresh, (nodes) => set((was) => ({ ...was, nodes: nodes(was.nodes) }))];
}

function sceneOf(model: Model, language: string, boxes: Boxes, marks: Marks, before?: Scene): Scene {
  const known = before?.model === model && before.language === language;
  const graph = known ? before.graph : graphOf(model, language, before?.graph);
  const shape = known ? before.shape : shapeOf(graph);
  const auto = before?.shape === shape ? before.auto : placed(graph);
  const nodes = nodesOf(graph, standing(graph, auto, boxes), marks, new Map(before?.nodes.map((node) => [node.id, node])));
  return { model, language, boxes, marks, graph, shape, auto, nodes, edges: edgesOf(graph, marks, new Map(before?.edges.map((edge) => [edge.id, edge]))) };
}

function useShowing(shown: Props['shown'], flow: Flow): void {
  useEffect(() => {
    if (shown.count === 0) return;
    const node = flow.getNode(headId(shown.step));
    if (!node) return;
    const zoom = Math.max(flow.getZoom(), 0.6);
    void flow.setCenter(node.position.x + (node.width ?? 0) / 2, node.position.y + (node.height ?? 0) / 2, { zoom, duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 220 });
  }, [shown, flow]);
}
