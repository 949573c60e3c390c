import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../src/kernel/clock.ts';
import { type LogEvent, startExecutionLog } from '../../src/orchestrator/execution-log.ts';

const clock = { now: () => parseInstant('2025-10-01T06:30:00.000Z') };

describe('the execution log', () => {
  it('is one line per event: moment, level, name, canonical JSON', () => {
    const events: LogEvent[] = [];
    const log = startExecutionLog(clock, (event) => events.push(event));
    log.record('run.started', { b: 1, a: 'x' });
    log.record('run.failed', {}, 'ERROR');
    expect(log.text()).toBe(
      '2025-10-01T06:30:00.000Z INFO run.started {"a":"x","b":1}\n2025-10-01T06:30:00.000Z ERROR run.failed {}\n',
    );
    expect(events.map(({ name }) => name)).toEqual(['run.started', 'run.failed']);
  });

  it('cannot be made to hold a forged line or to drive a terminal', () => {
    const log = startExecutionLog(clock, () => undefined);
    log.record('x', { text: 'a\n2025 INFO forged {}\u001b[2J\u0085\u2028\u007f' });
    expect(log.text().split('\n')).toHaveLength(2);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(log.text().trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028]/);
    const [, json = ''] = /x (\{.*\})/.exec(log.text()) ?? [];
    expect(JSON.parse(json)).toEqual({ text: 'a\n2025 INFO forged {}\u001b[2J\u0085\u2028\u007f' });
  });
});
