import { describe, expect, it } from 'vitest';
import { holdsReviewedText } from '../../src/kernel/reviewed-parts.ts';

const TEXT = 'WITH a AS (SELECT 1)\nSELECT * FROM a;';
const PARTS = { kept: ['WITH a AS (SELECT 1)', '\nSELECT * FROM a'], leftOut: ';' };
const SENT = 'x WITH a AS (SELECT 1), q AS (\nSELECT * FROM a\n) SELECT * FROM q';

describe('a statement holds the reviewed text', () => {
  it.each([
    ['whole', `COPY (${TEXT})`, TEXT, { kept: [TEXT], leftOut: '' }, true],
    ['in two pieces', SENT, TEXT, PARTS, true],
    ['not when a piece is altered', SENT.replace('FROM a', 'FROM b'), TEXT, PARTS, false],
    [
      'not when its pieces stand the other way round',
      PARTS.kept.toReversed().join(),
      TEXT,
      PARTS,
      false,
    ],
    ['not when the pieces are not all of it', SENT, `${TEXT} `, PARTS, false],
  ])('%s', (_how, statement, text, parts, holds) => {
    expect(holdsReviewedText(statement, text, parts)).toBe(holds);
  });
});
