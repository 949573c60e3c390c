import { messageOf } from '../../kernel/errors.ts';
import { parseControlId, parseEntityCode, parseItemId } from '../../kernel/ids.ts';
import { parsePeriodOrCutoff } from '../../kernel/period.ts';
import { type PackageName, parsePackageName } from '../manifest/package-name.ts';
import {
  EvidenceStoreError,
  type PackageCell,
  type PackageLocation,
  type PackageSeries,
} from './store.ts';

/**
 * Folders from the store's root down to what is listed: `C-PG-1`, `IPE_07`, `NG` of a series, `2025-09-30` of a cell
 * (evidence-package 2).
 * @throws EvidenceStoreError BAD_LOCATION
 */
export function listedFolders(place: PackageSeries | PackageCell | undefined): readonly string[] {
  if (place === undefined) return [];
  const series = [place.control, place.item, place.entity];
  const folders = 'cutoff' in place ? [...series, place.cutoff] : series;
  parsed(folders, () => ('cutoff' in place ? parseCell(folders) : parseSeries(folders)));
  return folders;
}

/** Folders and file name of a package's ZIP. @throws EvidenceStoreError BAD_LOCATION */
export function zipPlace(location: PackageLocation): readonly string[] {
  const { control, item, entity, cutoff, packageName } = location;
  const place = [control, item, entity, cutoff, `${packageName}.zip`];
  parsePlace(place);
  return place;
}

/**
 * Reads a place below the root back: plain names only, and a package named after its item, entity and month.
 * @throws EvidenceStoreError BAD_LOCATION
 */
function parsePlace(place: readonly string[]): PackageLocation {
  return parsed(place, () => {
    const [, zipName = ''] = /^([^/]+)\.zip$/.exec(place.slice(4).join('/')) ?? [];
    const cell = parseCell(place);
    const { itemId, entity, period } = parsePackageName(zipName);
    if (itemId !== cell.item || entity !== cell.entity || !cell.cutoff.startsWith(period)) {
      throw new Error('the package is named after another item, entity or month');
    }
    return { ...cell, packageName: zipName as PackageName };
  });
}

/** The package whose ZIP stands at a place below the root; null when it is none. */
export function packageAt(place: string): PackageLocation | null {
  try {
    return parsePlace(place.split('/'));
  } catch {
    return null;
  }
}

function parseSeries([control = '', item = '', entity = '']: readonly string[]): PackageSeries {
  return {
    control: parseControlId(control),
    item: parseItemId(item),
    entity: parseEntityCode(entity),
  };
}

function parseCell(folders: readonly string[]): PackageCell {
  const series = parseSeries(folders);
  const [, , , day = ''] = folders;
  const { cutoff } = parsePeriodOrCutoff(day);
  if (day !== cutoff)
    throw new Error(`expected the cutoff day ${cutoff}, got ${JSON.stringify(day)}`);
  return { ...series, cutoff };
}

function parsed<Result>(place: readonly string[], parse: () => Result): Result {
  try {
    return parse();
  } catch (cause) {
    throw new EvidenceStoreError(
      'BAD_LOCATION',
      `no package can stand at ${JSON.stringify(place.join('/'))}: ${messageOf(cause)}`,
      { cause },
    );
  }
}
