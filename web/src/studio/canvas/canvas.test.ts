import { expect, it } from 'vitest';
import type { Model, Step, Values, Way } from '../../api/studio';
import { kindOf } from '../flow/steps';
import { boxOfCall, FLOW_START, FOOT, graphOf, shapeOf } from './graph';
import { placed } from './layout';
import { edgesOf, nodesOf, standing } from './nodes';

const step = (values: Values & { id: string }, calls: string[] = []): Step => ({ id: values.id, kind: kindOf(values) ?? 'say', line: 1, values, calls, actions: [] });
const way = (source: string, to: string, why: Way['why'], option: string | null = null): Way => ({ source, to, why, option });

const MODEL: Model = {
  name: 'shop', version: '1', head: {},
  steps: [
    step({ id: 'greet', choose: { fr: 'Bonjour', en: 'Hello' }, options: [{ id: 'a', label: 'A', go: 'other' }, { id: 'b', label: 'B' }, { id: 'h', label: 'H', go: 'human' }] }),
    step({ id: 'told', say: 'Told', offers: ['help'], go: 'end' }, ['help']),
    step({ id: 'other', ask: 'Size?', save: 'size', unclear: { then: 'greet' } }),
  ],
  ways: [
    way('', 'greet', 'start'), way('greet', 'other', 'option', 'a'), way('greet', 'human', 'option', 'h'), way('greet', 'human', 'unclear'), way('greet', 'told', 'next'),
    way('told', 'end', 'go'), way('other', 'greet', 'unclear'), way('other', 'end', 'next'),
  ],
};

it('gives every option and every odd way a row, and the end of a step its foot', () => {
  const { boxes } = graphOf(MODEL, 'en');
  const rows = Object.fromEntries(boxes.map((box) => [box.id, box.rows.map((row) => `${row.key} ${row.to ?? 'on'}`)]));
  expect(rows['greet']).toEqual(['option:a other', 'option:b on', 'option:h human']); // to a person when not understood: by default
  expect(rows['told']).toEqual(['go end']);
  expect(rows['other']).toEqual(['unclear greet', 'next end']);
  expect(boxes.map((box) => [box.id, box.falls])).toEqual([[FLOW_START, true], ['greet', true], ['told', false], [boxOfCall('told', 'help'), false], ['other', false]]);
});

it('draws lines from rows and feet, to steps and to flows that are called', () => {
  const lines = graphOf(MODEL, 'en').lines.map((line) => [line.source, line.from, line.target]);
  expect(lines).toEqual([
    [FLOW_START, FOOT, 'greet'], ['greet', 'option:a', 'other'], ['greet', FOOT, 'told'], ['told', 'call', boxOfCall('told', 'help')], ['other', 'unclear', 'greet'],
  ]);
});

it('keeps the boxes that are as before', () => {
  const before = graphOf(MODEL, 'en');
  const after = graphOf({ ...MODEL, steps: MODEL.steps.map((one) => (one.id === 'told' ? { ...one, values: { ...one.values, say: 'Said' } } : { ...one })) }, 'en', before);
  expect(after.boxes.map((box, at) => box === before.boxes[at])).toEqual([true, true, false, true, true]);
  expect(shapeOf(after)).toBe(shapeOf(before));
});

it('stacks what follows, puts branches beside and what is called at the side', () => {
  const graph = graphOf(MODEL, 'en');
  const places = placed(graph);
  const at = (id: string) => places[id] ?? [NaN, NaN];
  expect(at('told')[0]).toBe(at('greet')[0]);
  expect(at('told')[1]).toBeGreaterThan(at('greet')[1]);
  expect(at('other')[0]).toBeGreaterThan(at('greet')[0]);
  expect(at('other')[1]).toBeGreaterThan(at('greet')[1]);
  expect(at(boxOfCall('told', 'help'))[1]).toBe(at('told')[1]);
});

it('lets no box lie on another, however many branches there are', () => {
  const options = Array.from({ length: 14 }, (_, n) => ({ id: `o${n}`, label: `${n}`, go: `s${n}` }));
  const model: Model = {
    ...MODEL,
    steps: [step({ id: 'ask', choose: 'Which?', options }), ...options.map((option) => step({ id: option.go, say: option.label, go: 'end' }))],
    ways: options.map((option) => way('ask', option.go, 'option', option.id)),
  };
  const graph = graphOf(model, 'en');
  const places = placed(graph);
  const areas = graph.boxes.map((box) => ({ x: places[box.id]?.[0] ?? 0, y: places[box.id]?.[1] ?? 0, ...box }));
  const over = areas.flatMap((one, at) => areas.slice(at + 1).filter((other) => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height));
  expect(over).toEqual([]);
});

it('puts a box where somebody put it, and what hangs on it beside', () => {
  const graph = graphOf(MODEL, 'en');
  const auto = placed(graph);
  const places = standing(graph, auto, { told: [500, 900] });
  expect(places['told']).toEqual([500, 900]);
  const hung = boxOfCall('told', 'help');
  expect((places[hung]?.[0] ?? 0) - 500).toBe((auto[hung]?.[0] ?? 0) - (auto['told']?.[0] ?? 0));
});

it('marks what was chosen, what ran and the lines between', () => {
  const graph = graphOf(MODEL, 'en');
  const marks = { selected: new Set(['told']), fired: ['greet', 'told'], waits: 'told', problems: new Map([['', 1]]) };
  const nodes = nodesOf(graph, placed(graph), marks, new Map());
  expect(nodes.map((node) => [node.selected, node.className, node.data.problems])).toEqual([[false, '', 1], [false, 'fired', 0], [true, 'fired waits', 0], [false, '', 0], [false, '', 0]]);
  const again = nodesOf(graph, placed(graph), { ...marks, selected: new Set() }, new Map(nodes.map((node) => [node.id, node])));
  expect(again.map((node, at) => node === nodes[at])).toEqual([true, true, false, true, true]);
  expect(edgesOf(graph, marks, new Map()).filter((edge) => edge.data?.fired).map((edge) => edge.id)).toEqual(['greet|next']);
});
