import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Html, html } from '../../src/report/html.ts';

describe('a page', () => {
  it('cannot be made to hold markup by any value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const { text } = html`<td title="${value}">${value}</td>`;
        expect(text.match(/[<>]/g)).toEqual(['<', '>', '<', '>']);
        expect(text.match(/"/g)).toHaveLength(2);
      }),
    );
    expect(html`${'<script>alert(1)</script>'}`.text).toBe('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('shows characters that would hide or reorder text', () => {
    expect(html`${'a\u202eb\u0007'}`.text).toBe('a⟨U+202E⟩b⟨U+0007⟩');
  });

  it('takes pieces, lists and numbers as they are', () => {
    expect(html`${new Html('<b>')}${[html`<i>`, 'x&y']}${3}`.text).toBe('<b><i>x&amp;y3');
  });
});
