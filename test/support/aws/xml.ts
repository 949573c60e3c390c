/** Text of an element, or the elements in it; null leaves the element out. */
export type XmlValue = string | number | boolean | null | XmlElements;
export type XmlElements = readonly (readonly [name: string, value: XmlValue])[];

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;');
}

function element(name: string, value: XmlValue, attributes = ''): string {
  if (value === null) return '';
  const inside =
    typeof value === 'object'
      ? value.map(([child, content]) => element(child, content)).join('')
      : escapeXml(String(value));
  return `<${name}${attributes}>${inside}</${name}>`;
}

export function xmlDocument(name: string, value: XmlElements, namespace: string | null): string {
  const attributes = namespace === null ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, value, attributes)}`;
}

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }[String(name)] ?? whole;
  });
}

/** What stands in each element of this name, markup and all: request bodies of S3 never nest a name in itself. */
export function xmlElements(text: string, name: string): string[] {
  const pattern = new RegExp(
    `<(?:\\w+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:\\w+:)?${name}>`,
    'g',
  );
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** Text of the first element of this name; null when there is none. */
export function xmlText(text: string, name: string): string | null {
  const [first] = xmlElements(text, name);
  return first === undefined ? null : unescapeXml(first.trim());
}
