import { bob } from './bob.ts';
import { catalogSource } from './catalog.ts';
import { d365Dz } from './d365-dz.ts';
import { finRec } from './fin-rec.ts';
import { jdash } from './jdash.ts';
import { navDw } from './nav-dw.ts';
import { stgFinRec } from './stg-fin-rec.ts';

/** Every source system queries may name: databases, tables, columns and types; no hosts, no secrets. */
export const sources = [navDw, finRec, stgFinRec, bob, d365Dz, jdash, catalogSource];
