import { describe, expect, it } from 'vitest';
import { applies, matches, type Statement } from './support/evaluate.ts';

const refusal = (conditions: Statement['conditions']): Statement => ({
  at: 'Policy',
  sid: 'Refusal',
  effect: 'Deny',
  principal: { AWS: '*' },
  actions: ['s3:Put*'],
  resources: ['arn:aws:s3:::bucket/*'],
  conditions,
  negated: false,
});
const put = (context: Readonly<Record<string, string>>) => ({
  by: 'arn:aws:iam::111122223333:role/anybody',
  action: 's3:putobject',
  on: 'arn:aws:s3:::bucket/a/b.zip',
  context,
});

describe('the evaluator the other tests rest on', () => {
  it('reads stars and question marks as policies do', () => {
    expect(matches('arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/a/b')).toBe(true);
    expect(matches('arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket')).toBe(false);
    expect(matches('s3:Get?bject', 's3:GetObject')).toBe(true);
    expect(matches('a.b', 'axb')).toBe(false);
  });

  it('compares actions without regard to case', () => {
    expect(applies(refusal({}), put({}))).toBe(true);
    expect(applies(refusal({}), { ...put({}), action: 's3:GetObject' })).toBe(false);
  });

  it('takes a missing key as false for positive and as true for negated operators', () => {
    expect(applies(refusal({ StringEquals: { mode: 'x' } }), put({}))).toBe(false);
    expect(applies(refusal({ StringNotEquals: { mode: 'x' } }), put({}))).toBe(true);
    expect(applies(refusal({ NumericLessThan: { days: 7 } }), put({}))).toBe(false);
    expect(applies(refusal({ Null: { mode: true } }), put({}))).toBe(true);
    expect(applies(refusal({ Null: { mode: false } }), put({}))).toBe(false);
  });

  it('wants all keys and any value', () => {
    const both = refusal({ StringEquals: { mode: ['x', 'y'] }, Bool: { secure: false } });
    expect(applies(both, put({ mode: 'y', secure: 'false' }))).toBe(true);
    expect(applies(both, put({ mode: 'y', secure: 'true' }))).toBe(false);
    expect(applies(both, put({ mode: 'z', secure: 'false' }))).toBe(false);
  });

  it('compares instants and numbers, not their text', () => {
    const late = refusal({ DateGreaterThan: { now: '2026-01-31T00:00:00Z' } });
    expect(applies(late, put({ now: '2026-01-31T02:00:00+01:00' }))).toBe(true);
    expect(applies(late, put({ now: '2026-01-31T00:30:00+01:00' }))).toBe(false);
    expect(applies(refusal({ NumericLessThan: { days: 100 } }), put({ days: '99' }))).toBe(true);
    expect(applies(refusal({ NumericLessThan: { days: 100 } }), put({ days: '1000' }))).toBe(false);
    const more = refusal({ NumericGreaterThan: { days: 100 } });
    expect(applies(more, put({ days: '1000' }))).toBe(true);
    expect(applies(more, put({ days: '99' }))).toBe(false);
    expect(applies(more, put({ days: '100' }))).toBe(false);
    expect(applies(more, put({}))).toBe(false);
  });

  it('tells services apart, and services from roles', () => {
    const ofService = { ...refusal({}), principal: { Service: ['events.amazonaws.com'] } };
    expect(applies(ofService, { ...put({}), by: 'events.amazonaws.com' })).toBe(true);
    expect(applies(ofService, { ...put({}), by: 'cloudwatch.amazonaws.com' })).toBe(false);
    expect(applies(ofService, put({}))).toBe(false);
  });

  it('understands nothing it was not taught', () => {
    expect(() => applies(refusal({ IpAddress: { a: 'b' } }), put({}))).toThrow(/IpAddress/);
    expect(() => applies({ ...refusal({}), negated: true }, put({}))).toThrow(/NotAction/);
  });
});
