import { fromPixel, spread, toPixel, type IAxis } from './geometry';

const x: IAxis = { from: 1, to: 31, start: 50, end: 350, log: false };
const y: IAxis = { from: 0.01, to: 1, start: 240, end: 40, log: true };

describe('toPixel and fromPixel', () => {
  it('are each other’s inverse, also on a logarithmic axis that runs upwards', () => {
    expect(toPixel(x, 16)).toBe(200);
    expect(fromPixel(x, 200)).toBe(16);
    expect(toPixel(y, 0.1)).toBeCloseTo(140);
    expect(fromPixel(y, 140)).toBeCloseTo(0.1);
  });
});

describe('spread', () => {
  it('leaves places alone that are far enough apart', () => {
    expect(spread([10, 50, 90], 12, 0, 100)).toEqual([10, 50, 90]);
  });

  it('moves close ones apart, in their order, within the edges', () => {
    const places = spread([99, 98, 97, 20], 12, 0, 100);
    expect(places).toEqual([100, 88, 76, 20]);
  });

  it('stands evenly where there is no room', () => {
    expect(spread([5, 5, 5], 12, 0, 10)).toEqual([0, 5, 10]);
  });
});
