import type { ICellFacts, ISent } from './intent';
import {
  LONGEST_DOCUMENT,
  documentOf,
  documentPart,
  executionIntent,
  itemOf,
  kindOf,
  lastHeading,
  willRun
} from './intent';
import { sha256 } from './digest';

const where = { kernelId: 'k1', path: 'a.ipynb', user: 'ada' };

const code = (id: string, source: string): ICellFacts => ({
  id,
  type: 'code',
  source
});
const text = (id: string, source: string): ICellFacts => ({
  id,
  type: 'markdown',
  source
});
const sent = (cellId: string, source = `${cellId} = 1`): ISent => ({
  cellId,
  code: source,
  msgId: `m-${cellId}`
});

const cells = [
  text('t1', '# Data'),
  code('c1', 'c1 = 1'),
  text('t2', 'no heading here'),
  code('c2', 'c2 = 1'),
  code('c3', '  \n'),
  text('t3', '## Model ##\ntext\n```\n# not one\n```'),
  code('c4', 'c4 = 1')
];

describe('kindOf', () => {
  it('is run-all when all non-empty code cells came in one tick', () => {
    expect(
      kindOf(
        ['c1', 'c2', 'c4'].map(id => sent(id)),
        cells
      )
    ).toBe('run-all');
  });

  it('is run when one is missing', () => {
    expect(kindOf([sent('c1'), sent('c4')], cells)).toBe('run');
  });

  it('is run in a notebook with one code cell', () => {
    expect(kindOf([sent('c1')], [code('c1', 'x')])).toBe('run');
  });
});

describe('documentOf', () => {
  it('gives each cell the nearest heading at or above it', () => {
    expect(documentOf(cells).cells.map(cell => cell.heading)).toEqual([
      'Data',
      'Data',
      'Data',
      'Data',
      'Data',
      'Model',
      'Model'
    ]);
  });

  it('has another digest when a cell moves, is edited or comes under another heading', () => {
    const digests = [
      cells,
      [...cells].reverse(),
      [code('c1', 'c1 = 2'), ...cells.slice(1)],
      [text('t1', '# Input'), ...cells.slice(1)]
    ].map(list => documentOf(list).digest);
    expect(new Set(digests).size).toBe(4);
  });

  it('has another digest when a text is edited that is no code', () => {
    const edited = [text('t1', '# Data'), ...cells.slice(1)];
    edited[2] = text('t2', 'still no heading here');
    expect(documentOf(edited).digest).not.toBe(documentOf(cells).digest);
  });

  it('leaves out what is too long and says so', () => {
    const long = 'x'.repeat(LONGEST_DOCUMENT / 6);
    const some = Array.from({ length: 7 }, (_, i) =>
      text(`m${i}`, `${i}${long}`)
    );
    const { cells: listed, sources } = documentOf([
      code('c', 'y'.repeat(1_000_001)),
      ...some,
      code('last', 'z = 1')
    ]);
    expect(listed.map(cell => cell.left_out)).toEqual([
      'too-large',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'too-large',
      'too-large',
      undefined
    ]);
    expect(sources.size).toBe(6);
  });

  it('tells the list only when the digest is not known', () => {
    const document = documentOf(cells);
    expect(documentPart(document, null).cells).toHaveLength(7);
    expect(documentPart(document, document.digest)).toEqual({
      document: document.digest
    });
  });
});

describe('lastHeading', () => {
  it('is the last ATX heading outside fences', () => {
    expect(lastHeading('# a\n\n### b #\n~~~\n# c\n~~~')).toBe('b');
    expect(lastHeading('#hashtag\ntext')).toBeNull();
  });
});

describe('executionIntent', () => {
  it('carries what was sent, in the order of the tick', () => {
    const intent = executionIntent(
      'i1',
      where,
      [sent('c2'), { cellId: 'c1', code: 'c1 = 1' }],
      cells,
      documentPart(documentOf(cells), null)
    );
    expect(intent).toMatchObject({
      intent_id: 'i1',
      kind: 'run',
      kernel_id: 'k1',
      path: 'a.ipynb',
      user: 'ada',
      items: [
        { cell_id: 'c2', msg_id: 'm-c2', source_digest: sha256('c2 = 1') },
        { cell_id: 'c1', source_digest: sha256('c1 = 1') }
      ]
    });
    expect(intent.items?.[1]).not.toHaveProperty('msg_id');
  });

  it('hands tags and own metadata on, and leaves out what is not there', () => {
    const item = itemOf({
      ...sent('c1'),
      tags: ['parameters'],
      runfolio: { run: 'baseline' }
    });
    expect(item.tags).toEqual(['parameters']);
    expect(item.runfolio).toEqual({ run: 'baseline' });
    expect(itemOf(sent('c1'))).not.toHaveProperty('tags');
  });

  it('knows that a blank cell does not run', () => {
    expect(willRun({ cellId: 'c3', code: ' \n' })).toBe(false);
    expect(willRun({ cellId: 'c3', code: 'x' })).toBe(true);
  });
});
