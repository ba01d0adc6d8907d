import { nullTranslator } from '@jupyterlab/translation';

import openapi from '../../api/openapi.json';
import type { TimelineStep } from '../api/types';
import { run, timelineStep as step } from '../testing/builders';
import { makePanel } from '../testing/panelFakes';
import { originWord, runNumbers, stepLook } from './stepLook';

const trans = nullTranslator.load('runfolio');
const { properties } = openapi.components.schemas.TimelineStep;

describe('words of steps', () => {
  // Which cell it was is said by its number; that this is not known, on hover.
  it.each(
    properties.origin.enum.filter(one => !['cell', 'unknown'].includes(one))
  )('has one for code of origin %s', origin => {
    const from = origin as TimelineStep['origin'];
    expect(originWord(step(1, 'x', 1, { origin: from }), trans)).toBeTruthy();
  });

  // How long it takes says the rest.
  it.each(
    properties.status.enum.filter(
      one => !['busy', 'queued', 'finished'].includes(one)
    )
  )('has one for a step that was %s', status => {
    const ended = status as TimelineStep['status'];
    expect(
      stepLook(step(1, 'x', 1, { status: ended }), trans)?.word
    ).toBeTruthy();
  });
});

it('names the runs of a step, child runs by their parent alone', () => {
  const { context } = makePanel();
  const runs = [run(1), run(2, { parent_run_id: 'r1' })];
  const find = (id: string) => runs.find(one => one.run_id === id);
  const of = { run_ids: ['r1', 'r2', 'older'], run_numbers: [1, 2, 7] };
  expect(runNumbers(step(1, 'x', 1, of), context.live, find)).toEqual([1, 7]);
});
