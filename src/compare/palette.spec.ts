import { draft, run } from '../testing/builders';
import { slotStyle, runStyles } from './palette';

describe('run styles', () => {
  it('go round ten slots, by variables only', () => {
    const styles = Array.from({ length: 10 }, (_, i) => slotStyle(i + 1));
    expect(new Set(styles.map(style => style.glyph)).size).toBe(10);
    expect(new Set(styles.map(style => style.dash)).size).toBe(10);
    styles.forEach((style, index) =>
      expect(style.color).toBe(`var(--rf-run-${index + 1})`)
    );
  });

  it('make the later of two runs of one slot hollow, with another dash', () => {
    const runs = [run(1, { color: 3 }), run(2, { color: 3 })];
    const styles = runStyles(runs);
    expect(styles.get('r1')).toEqual(slotStyle(3));
    expect(styles.get('r2')).toEqual({
      ...slotStyle(3),
      glyph: '△',
      symbol: 'triangle-up-open',
      dash: slotStyle(8).dash,
      hollow: true
    });
  });

  it('leave replicates alike', () => {
    const runs = [
      run(1, { color: 3 }),
      run(2, { color: 3, replicate_of: 'r1' })
    ];
    expect(runStyles(runs).get('r2')).toEqual(slotStyle(3));
  });

  it('give a draft no colour', () => {
    const style = runStyles([draft(1)]).get('r1');
    expect(style).toMatchObject({ slot: null, hollow: true });
    expect(style?.color).not.toContain('--rf-run');
  });
});
