import { englishWords as words } from '../format/words';
import { content, output } from '../testing/builders';
import { plainText, shownOutputs } from './outputs';

const shown = (...outputs: Parameters<typeof shownOutputs>[0]) =>
  shownOutputs(outputs, words);

describe('plainText', () => {
  it.each([
    ['\u001b[0;31mValueError\u001b[0m: x', 'ValueError: x'],
    ['\u001b[38;5;241m1\u001b[39m', '1'],
    ['\u001b]8;;http://x.test\u0007link\u001b]8;;\u001b\\', 'link'],
    ['a\u001b[2Kb', 'ab'],
    ['no [31m order', 'no [31m order']
  ])('takes orders to a terminal out of %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
});

describe('shownOutputs', () => {
  it('shows streams as text, what went wrong apart', () => {
    expect(
      shown(
        output({ name: 'stdout', text: 'loss 0.1\n' }),
        output({ name: 'stderr', text: '\u001b[33mwarning\u001b[0m' })
      )
    ).toEqual([
      { kind: 'text', text: 'loss 0.1', isError: false },
      { kind: 'text', text: 'warning', isError: true }
    ]);
  });

  it('shows a traceback without colours, else what the error says', () => {
    const error = { kind: 'error', ename: 'KeyError', evalue: "'x'" } as const;
    expect(
      shown(output({ ...error, text: '\u001b[31mTraceback\u001b[0m' }))
    ).toEqual([{ kind: 'text', text: 'Traceback', isError: true }]);
    expect(shown(output(error))).toEqual([
      { kind: 'text', text: "KeyError: 'x'", isError: true }
    ]);
  });

  it('shows a figure as an image, with its text as its name', () => {
    const png = content('image/png', { digest: 'd1', size: 20_500 });
    const plain = content('text/plain', { text: '<Figure size 640x480>' });
    expect(
      shown(output({ kind: 'display_data', contents: [png, plain] }))
    ).toEqual([
      {
        kind: 'image',
        content: png,
        title: 'PNG, 20.5 kB, <Figure size 640x480>'
      }
    ]);
  });

  it('shows a table as text, and its HTML on demand in a frame', () => {
    const html = content('text/html', { text: '<table>' });
    const plain = content('text/plain', { text: '   a\n0  1' });
    const result = output({ kind: 'execute_result', contents: [plain, html] });
    expect(shown(result)).toEqual([
      { kind: 'text', text: '   a\n0  1', isError: false },
      { kind: 'other', as: 'html', content: html, title: 'HTML, 7 B' }
    ]);
  });

  it.each([
    ['text/html', 'html'],
    ['text/markdown', 'text'],
    ['application/javascript', 'text'],
    ['application/vnd.plotly.v1+json', 'text'],
    ['application/pdf', 'file']
  ])('opens %s as %s', (mime, as) => {
    const [item] = shown(
      output({ contents: [content(mime, { digest: 'd' })] })
    );
    expect(item).toMatchObject({ kind: 'other', as });
  });

  it('says what was not kept', () => {
    expect(
      shown(
        output({
          contents: [content('image/png', { size: 34e6, dropped: true })]
        }),
        output({ name: 'stdout', total_bytes: 1.2e6, truncated: true })
      )
    ).toEqual([
      { kind: 'lost', text: 'PNG, 34 MB, was not kept' },
      { kind: 'lost', text: 'Text, 1.2 MB, was not kept' }
    ]);
  });
});
