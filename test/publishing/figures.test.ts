import { describe, expect, it } from 'vitest';
import { differences, type Figure } from '../../src/publishing/figures.ts';

const FIGURES: readonly Figure[] = [
  { name: 'rows', sql: 'count(*)', expected: '0', kind: 'count' },
  { name: 'total of a', sql: 'sum(a)', expected: '0', kind: 'sum' },
  { name: 'first a', sql: 'min(a)', expected: '', kind: 'text' },
];

describe('figures of a package without rows', () => {
  it('agree with counts of nought and with nothing where nothing is summed', () => {
    expect(differences(FIGURES, [['0', null, null]])).toEqual([]);
    expect(differences(FIGURES, [['0', '0.00', '']])).toEqual([]);
  });

  it.each([
    ['no row', [], 'the answer: expected one row of 3 figures, got no row'],
    [
      'two rows',
      [
        ['0', null, null],
        ['0', null, null],
      ],
      'the answer: expected one row of 3 figures, got rows of 3, 3',
    ],
    ['fewer cells', [['0', null]], 'the answer: expected one row of 3 figures, got rows of 2'],
    [
      'more cells',
      [['0', null, null, null]],
      'the answer: expected one row of 3 figures, got rows of 4',
    ],
    ['a count that is nothing', [[null, null, null]], 'rows: expected 0, got none'],
    ['another count', [['1', null, null]], 'rows: expected 0, got 1'],
    ['a sum', [['0', '0.01', null]], 'total of a: expected 0, got 0.01'],
    ['a text', [['0', null, 'x']], 'first a: expected none, got x'],
  ])('differ from an answer of %s', (_, rows, why) => {
    expect(differences(FIGURES, rows)).toEqual([why]);
  });
});
