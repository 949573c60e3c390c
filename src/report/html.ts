/** Text that is already HTML; everything else is escaped when it is put into a page. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters are shown as symbols, so that a cell cannot hide or reorder what is read. */
function visible(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) =>
      `\u27e8U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`,
  );
}

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return visible(part).replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);
  if (typeof part === 'number') return part.toString();
  return part.map(render).join('');
}

/** A piece of a page: every value put in is escaped unless it is Html. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, at) => text + render(parts[at] ?? '')).join(''));
}
