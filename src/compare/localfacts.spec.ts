import { environment, params, run } from '../testing/builders';
import { localFacts } from './localfacts';

describe('localFacts', () => {
  const known = { a: environment({ x: '1' }), b: environment({ x: '2' }) };

  it('are params by value and packages by version', () => {
    const left = run(1, {
      environment_digest: 'a',
      params: params({ p: '1e-4', q: '1' })
    });
    const right = run(2, {
      environment_digest: 'b',
      params: params({ p: '0.0001', r: '2' })
    });
    const facts = localFacts(left, right, known);
    expect(facts?.params).toEqual([
      { name: 'q', before: '1', after: null },
      { name: 'r', before: null, after: '2' }
    ]);
    expect(facts?.packages).toEqual([{ name: 'x', before: '1', after: '2' }]);
  });

  it('are not known before both environments are', () => {
    const [left, right] = ['a', 'c'].map((environment_digest, index) =>
      run(index + 1, { environment_digest })
    );
    expect(localFacts(left, right, known)).toBeNull();
  });
});
