import { describe, expect, it } from 'vitest';
import { aboutText, remainingText, tellProgress } from '../../src/cli/run-progress.ts';

describe('the progress of a run', () => {
  it('rounds how long it may take', () => {
    expect([-1, 0.4, 59, 61, 3_570, 3_600, 3_900].map(aboutText)).toEqual([
      '0 s',
      '0 s',
      '59 s',
      '1 min',
      '1 h 00 min',
      '1 h 00 min',
      '1 h 05 min',
    ]);
  });

  it('estimates from earlier runs only, and says what never ran', () => {
    const earlier = new Map([
      ['IPE_07 NG', 30],
      ['CR_04 NG', 10],
    ]);
    expect(remainingText(['IPE_07 NG', 'CR_04 NG'], earlier, 2)).toBe('about 20 s left');
    expect(remainingText(['CR_04 NG', 'CR_05 ALL'], earlier, 1)).toBe(
      'about 10 s left, and 1 never run before',
    );
    expect(remainingText(['CR_05 ALL'], earlier, 1)).toBe('no earlier run to estimate from');
    expect(remainingText([], earlier, 1)).toBe('');
  });

  it('U-1 tells the whole and what is at work, and no more than the item when there is one', () => {
    const lines: string[] = [];
    const progress = {
      line: (text: string) => lines.push(text),
      now: (text: string) => lines.push(text),
      clear: () => undefined,
    };
    const cell = { item: 'IPE_07', entity: 'NG', period: '2025-09' };
    const other = { ...cell, item: 'CR_04' };
    const event = { at: '' as never, level: 'INFO', name: 'seal.started', fields: {} } as const;
    const two = tellProgress(progress, 2, 2);
    two.onBegin?.([cell, other], new Map([['IPE_07 NG', 8]]));
    two.onStart?.(cell);
    two.onStart?.(other);
    two.onEvent?.(cell, event, '' as never);
    const one = tellProgress(progress, 1, 1);
    one.onBegin?.([cell], new Map());
    one.onStart?.(cell);
    one.onEvent?.(cell, event, '' as never);
    expect(lines).toEqual([
      '0/2 done, about 4 s left, and 1 never run before',
      '0/2 done  IPE_07 NG 2025-09  sealing (beside CR_04 NG)',
      'IPE_07 NG 2025-09  sealing',
    ]);
  });
});
