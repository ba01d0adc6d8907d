import { formatBytes } from './bytes';
import { dayHeading, formatDate, fullDate, timeOfDay } from './dates';
import { formatClock, formatDuration, spokenDuration } from './durations';
import { englishWords as words } from './words';

describe('formatDuration', () => {
  it.each([
    [0, '0.00 s'],
    [0.001, '< 0.01 s'],
    [0.24, '0.24 s'],
    [9.994, '9.99 s'],
    [9.996, '10.0 s'],
    [18.34, '18.3 s'],
    [59.94, '59.9 s'],
    [59.96, '1 min 0 s'],
    [190, '3 min 10 s'],
    [3599.4, '59 min 59 s'],
    [3599.6, '1 h 00 min'],
    [3720, '1 h 02 min'],
    [93600, '26 h 00 min']
  ])('shows %p s as %s', (seconds, text) => {
    expect(formatDuration(seconds, words)).toBe(text);
  });
});

describe('formatClock', () => {
  it.each([
    [0, '0:00'],
    [18.9, '0:18'],
    [190, '3:10'],
    [3727, '1:02:07'],
    [-2, '0:00']
  ])('shows %p s as %s', (seconds, text) => {
    expect(formatClock(seconds)).toBe(text);
  });
});

describe('spokenDuration', () => {
  it.each([
    [18.3, '18.3 seconds'],
    [60, '1 minute'],
    [61, '1 minute 1 second'],
    [190, '3 minutes 10 seconds'],
    [7260, '2 hours 1 minute']
  ])('says %p s as %s', (seconds, text) => {
    expect(spokenDuration(seconds, words)).toBe(text);
  });
});

describe('formatDate', () => {
  const now = new Date(2026, 10, 23, 14, 2, 30);

  it.each([
    [new Date(2026, 10, 23, 14, 2, 18), '12 s ago'],
    [new Date(2026, 10, 23, 13, 57, 30), '5 min ago'],
    [new Date(2026, 10, 23, 9, 5), '09:05'],
    [new Date(2026, 10, 22, 23, 59), 'yesterday 23:59'],
    [new Date(2026, 10, 12, 14, 2), '12 Nov 14:02'],
    [new Date(2025, 10, 12, 14, 2), '12 Nov 2025'],
    [new Date(2026, 10, 23, 14, 3), '0 s ago']
  ])('shows %p as %s', (date, text) => {
    expect(formatDate(date, now, words, 'en')).toBe(text);
  });

  it('counts days by midnight, not by 24 hours', () => {
    const early = new Date(2026, 10, 23, 1, 0);
    const late = new Date(2026, 10, 22, 23, 30);
    expect(formatDate(late, early, words, 'en')).toBe('yesterday 23:30');
  });

  it('reads the microseconds of the wire', () => {
    const date = new Date('2026-11-23T13:02:11.123456Z');
    expect(timeOfDay(date)).toMatch(/^\d\d:02$/);
  });
});

describe('dayHeading', () => {
  const now = new Date(2026, 10, 23, 14, 2);

  it.each([
    [new Date(2026, 10, 23, 0, 0), 'Today'],
    [new Date(2026, 10, 24, 0, 0), 'Today'],
    [new Date(2026, 10, 22, 0, 0), 'Yesterday'],
    [new Date(2026, 10, 12, 0, 0), '12 Nov'],
    [new Date(2025, 10, 12, 0, 0), '12 Nov 2025']
  ])('of %p is %s', (date, text) => {
    expect(dayHeading(date, now, words, 'en')).toBe(text);
  });
});

describe('fullDate', () => {
  it('has seconds and the zone', () => {
    const date = new Date(2026, 10, 23, 14, 2, 11);
    expect(fullDate(date, words, 'en')).toMatch(
      /^23 Nov 2026, 14:02:11 UTC([+\u2212]\d+(:\d\d)?)?$/
    );
  });

  it.each([
    [-60, 'UTC+1'],
    [-330, 'UTC+5:30'],
    [210, 'UTC\u22123:30'],
    [0, 'UTC']
  ])('of an offset of %p min ends in %s', (offset, zone) => {
    const date = new Date(2026, 10, 23, 14, 2, 11);
    date.getTimezoneOffset = () => offset;
    expect(fullDate(date, words, 'en')).toBe(`23 Nov 2026, 14:02:11 ${zone}`);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [212, '212 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [32_000, '32 kB'],
    [999_600, '1 MB'],
    [1_234_567, '1.23 MB'],
    [2_000_000_000, '2 GB'],
    [5e15, '5000 TB']
  ])('shows %p as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('englishWords', () => {
  it('fills arguments in, the count first', () => {
    expect(words.__('%2 of %1', 'a', 'b')).toBe('b of a');
    expect(words.__('100 %')).toBe('100 %');
    expect(words._n('%1 run of %2', '%1 runs of %2', 1, 'x')).toBe(
      '1 run of x'
    );
    expect(words._n('%1 run of %2', '%1 runs of %2', 2, 'x')).toBe(
      '2 runs of x'
    );
  });
});
