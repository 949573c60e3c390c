import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configJsonSchema } from '../src/app/config.ts';

/** Writes the JSON Schema of soxauto.config.json for editors; a test holds it to the code. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
writeFileSync(
  join(root, 'docs/soxauto.config.schema.json'),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
);
