import { describe, expect, it } from 'vitest';
import { columnProblems } from '../../src/kernel/column-problems.ts';

describe('columnProblems', () => {
  it('accepts the declared names in order, case ignored', () => {
    expect(columnProblems(['Entry No_', 'É'], ['ENTRY NO_', 'é'])).toEqual([]);
    expect(columnProblems([], [])).toEqual([]);
  });

  it.each([
    [
      ['a', 'b'],
      ['b', 'a'],
      ['column 1 is "b" where "a" is declared', 'column 2 is "a" where "b" is declared'],
    ],
    [['a', 'b'], ['a', 'A'], ['column 2 repeats the name "A"']],
    [['a', 'b'], ['a', ' '], ['column 2 has no name']],
    [['a'], ['a', 'b'], ['column 2, "b", is not declared']],
    [
      ['a', 'b', 'c'],
      ['a'],
      ['"b" is declared and not delivered', '"c" is declared and not delivered'],
    ],
  ])('names what is wrong between %j and %j', (declared, delivered, problems) => {
    expect(columnProblems(declared, delivered)).toEqual(problems);
  });
});
