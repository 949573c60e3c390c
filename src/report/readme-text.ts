import type { RunRecord } from './run-record.ts';

const DEMO_LINE =
  'DEMO DATA: fictitious books of the Savanna group, no evidence about any real company.\n\n';
/** Above this size the directory of the ZIP has 64-bit fields, which some old readers do not know. */
const ZIP64_BYTES = 0xffff_ffff;

function facts({ plan, identity, status, outcome, extraction }: RunRecord): string {
  const { definition } = plan.item;
  const rows = extraction.completed
    ? `${extraction.extract.recordCount} records, SHA-256 ${extraction.extract.contentDigest}`
    : `none: ${extraction.failure.message}`;
  return `Item        ${definition.id}, ${definition.title}
Control     ${definition.controls.join(', ')}
Entity      ${plan.entity}
Period      ${plan.period.start} to ${plan.period.cutoff}, the last day included
Evidence id ${identity.evidenceId}
Extract     ${rows}
Tests       ${status}: ${outcome.replaceAll('_', ' ')}
`;
}

/** README.txt: what each file is and how to verify with ordinary tools (domain/sox.md U-6). */
export function readmeText(record: RunRecord): string {
  const { extraction, source, plan } = record;
  const hasQueries = plan.queries.length > 0;
  const large = extraction.completed && extraction.extract.bytes > ZIP64_BYTES;
  return `${source.dataKind === 'demo' ? DEMO_LINE : ''}EVIDENCE PACKAGE
================

${facts(record)}
${
  hasQueries
    ? 'One run of one report: what was asked, of which system, by whom; the whole answer;'
    : 'One report whose records come from no query: how they came to be, all of them;'
} the tests of its
completeness and accuracy; and digests over everything. The package is tamper-evident: any later change
of a byte shows when it is verified. Start with data/index.html.

FILES
  data/index.html                 start page; opens offline, runs nothing
  data/ipe_data.csv               the whole extract (CSV as described below)
  data/evidence.json              the run in one page of facts
  data/execution.log              what happened, line by line
  data/01_definition/             the report's definition: purpose, columns, key, tests, logic in plain words
${hasQueries ? '  data/02_query/                  the exact query sent, its template, the independent query, every statement\n' : ''}  data/03_parameters/             every parameter with its value and where it came from
  data/04_data/                   preview, column summary, digest, block index, schema; the figure the control takes
  data/05_tests/                  every test: expected, actual, difference, status; its SQL; all offending rows
  data/09_run/                    run start, system context, the source's own receipt
  manifest-sha256.txt             digest of every file under data/
  tagmanifest-sha256.txt          digest of the manifest and of the three other files beside it

HOW TO VERIFY, with no software of ours (run in this folder)
  sha256sum -c --quiet --strict manifest-sha256.txt && echo "contents agree"
  sha256sum -c --quiet --strict tagmanifest-sha256.txt && echo "manifest agrees"
  sha256sum -c data/04_data/integrity_hash.sha256
  find . -type f | sed 's#^\\./##' | sort        compare: nothing but the files the two manifests name,
                                                tagmanifest-sha256.txt itself and seal/
  The ZIP itself: sha256sum -c <package>.zip.sha256 in the folder it was handed over in.
  On macOS use: shasum -a 256 -c. For very large files openssl dgst -sha256 FILE is quicker.
  With our verifier: ipe verify <package>.zip also recounts, re-adds and re-sorts the extract.

WHAT THIS PACKAGE DOES NOT PROVE BY ITSELF
  It carries no signature and no outside time stamp (data/evidence.json, "seal"). Somebody who rewrites the
  data and all digests makes another package that agrees with itself: compare the digest of the ZIP with the
  one you were given by another way.

FORMATS
  CSV: UTF-8, records end with LF, first record is the header. A field is quoted if it is empty text or holds a
  comma, a quote, a line end or '#'. An empty unquoted field means NULL, "" means empty text.
  Amounts are exact decimals. Dates are YYYY-MM-DD. Times of ours are UTC. Times in the ZIP listing are UTC.
  One block of rows: data/04_data/row_index.csv gives offset, length and SHA-256 of every 256 records:
  tail -c +$((offset+1)) data/ipe_data.csv | head -c $length | sha256sum
${large ? '  This package is larger than 4 GiB. If a program cannot open it, use 7-Zip or unzip 6.0.\n' : ''}`;
}
