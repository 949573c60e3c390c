import { catalog } from './content/the-catalog.ts';
import { lintItem } from '../src/catalog/lint/lint-item.ts';
for (const item of catalog.items) {
  const found = lintItem(item, catalog).filter((x) => x.waived === undefined);
  console.log('==', item.definition.id, found.length);
  for (const f of found) console.log('  ', f.rule, f.severity, f.part, f.line ?? '', f.message, '|', f.line === undefined ? '' : f.context.trim());
}
