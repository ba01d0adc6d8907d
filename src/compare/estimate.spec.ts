import { timeLeft } from './estimate';

describe('timeLeft', () => {
  const took = (duration: number | null, status = 'finished') => ({
    step_id: `s${duration}`,
    cell_key: 'c6',
    status,
    duration
  });
  const busy = { step_id: 'now', cell_key: 'c6' };

  it('goes by the median of the cell', () => {
    expect(timeLeft([took(10), took(12), took(50)], busy, 4)).toEqual({
      secondsLeft: 8,
      from: 3,
      shortest: 10,
      longest: 50
    });
    expect(timeLeft([took(10), took(20)], busy, 0)?.secondsLeft).toBe(15);
  });

  it('is never below zero', () => {
    expect(timeLeft([took(10)], busy, 60)?.secondsLeft).toBe(0);
  });

  it('rests on finished executions of the same cell alone', () => {
    const others = [
      took(3, 'failed'),
      took(null),
      { ...took(5), cell_key: 'c7' },
      { ...took(7), step_id: 'now' }
    ];
    expect(timeLeft(others, busy, 0)).toBeNull();
    expect(timeLeft([took(3)], { ...busy, cell_key: null }, 0)).toBeNull();
  });
});
