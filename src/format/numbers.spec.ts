import {
  columnFormat,
  copyNumber,
  formatNumber,
  formatSigned,
  fromWire,
  fullNumber
} from './numbers';

/** A column as it reads. */
function column(values: number[]): string[] {
  const format = columnFormat(values);
  return values.map(value => formatNumber(value, format, 'en'));
}

describe('columnFormat', () => {
  it.each([
    ['4 significant digits', [0.96875, 0.9444], ['0.9688', '0.9444']],
    ['the same decimals in a column', [0.5, 0.25], ['0.5000', '0.2500']],
    ['one more than the largest needs', [1.5, 0.0501], ['1.5000', '0.0501']],
    ['integers without decimals', [3, 128], ['3', '128']],
    ['integers beside others with them', [1, 0.5], ['1.0000', '0.5000']],
    ['more digits to tell apart', [0.96875, 0.96879], ['0.96875', '0.96879']],
    ['but 6 at most', [0.9687501, 0.9687502], ['0.968750', '0.968750']],
    ['large ones without decimals', [12345.6, 54321.1], ['12,346', '54,321']],
    ['nothing', [], []]
  ])('gives %s', (_, values, texts) => {
    expect(column(values)).toEqual(texts);
  });

  it('ignores what has no digits', () => {
    expect(column([NaN, Infinity, 0.5])).toEqual(['NaN', '+Inf', '0.5000']);
  });

  it('never shows as zero what is not', () => {
    expect(column([54321.5, 0.012])).toEqual(['54,322', '0.012']);
  });

  it('tells scientific numbers apart as well', () => {
    expect(column([1.23456e-6, 1.23457e-6])).toEqual([
      '1.23456e\u22126',
      '1.23457e\u22126'
    ]);
  });
});

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1e6, '1e6'],
    [1234567, '1.235e6'],
    [999999, '999,999'],
    [0.000012, '1.2e\u22125'],
    [0.0001, '0.0001000'],
    [-0.0074, '\u22120.007400'],
    [1797, '1797'],
    [10000, '10,000'],
    [-25000, '\u221225,000'],
    [NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '\u2212Inf']
  ])('shows %p as %s', (value, text) => {
    expect(formatNumber(value, undefined, 'en')).toBe(text);
  });

  it('groups by locale but never by the decimal point', () => {
    expect(formatNumber(12345, undefined, 'de')).toBe('12\u202f345');
    expect(formatNumber(12345, undefined, 'en')).toBe('12,345');
  });
});

describe('formatSigned', () => {
  const format = columnFormat([0.9688, 0.9444]);

  it('always has a sign', () => {
    expect(formatSigned(0.0244, format)).toBe('+0.0244');
    expect(formatSigned(-0.0074, format)).toBe('\u22120.0074');
  });

  it('keeps a difference below the decimals of its column', () => {
    expect(formatSigned(0.00001, format)).toBe('+1e\u22125');
    expect(formatSigned(-0.00041, columnFormat([10.5, 20.5]))).toBe(
      '\u22120.00041'
    );
  });
});

describe('fullNumber and copyNumber', () => {
  it('show every digit, the copy with an ASCII minus', () => {
    expect(fullNumber(-0.123456789)).toBe('\u22120.123456789');
    expect(copyNumber(-0.123456789)).toBe('-0.123456789');
    expect(fullNumber(1e-7)).toBe('1e\u22127');
    expect(copyNumber(1e-7)).toBe('1e-7');
    expect(copyNumber(NaN)).toBe('NaN');
  });
});

describe('fromWire', () => {
  it.each([
    [0.5, 0.5],
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['-Infinity', -Infinity]
  ] as const)('reads %p', (wire, value) => {
    expect(fromWire(wire)).toBe(value);
  });
});
