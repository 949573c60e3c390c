/** Style of the start page: readable on a screen, prints on A4 and Letter, never colour alone (domain/sox.md AC-2). */
export const PAGE_STYLE = `
:root{color-scheme:light;font:16px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff}
body{max-width:72rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:2px solid #1b1f24}
h3{font-size:1rem;margin:1rem 0 .25rem}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #c9d1d9;font-weight:400;overflow-wrap:break-word}
thead th{font-weight:600;background:#f0f3f6}.facts th{width:14rem;font-weight:600}
.figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.tests td.figure{white-space:normal;max-width:14rem;overflow-wrap:anywhere}
.demo{background:#fff3c4;border:2px solid #7a5b00;padding:.4rem .8rem;font-weight:600}
.outcome{display:inline-block;border:2px solid;padding:.3rem .8rem;margin:.25rem 0}
.outcome span{margin-left:1rem}
.outcome.no_exceptions_noted{color:#0b5a2a;background:#e7f6ec}
.outcome.exceptions_noted{color:#8a1010;background:#fdecec}
.outcome.not_completed{color:#6b4700;background:#fff3d6}
.status{font-weight:600;white-space:nowrap;border:1px solid;padding:0 .4rem}
.status.pass{color:#0b5a2a}.status.fail,.status.error{color:#8a1010;background:#fdecec}
.status.warn,.status.not-tested{color:#6b4700;background:#fff3d6}
.wide{overflow-x:auto;max-height:30rem}.wide td,.wide th{white-space:nowrap}
.null{color:#57606a;font-style:italic}.gap{text-align:center;color:#57606a}
code{font:.85em ui-monospace,monospace;overflow-wrap:anywhere}
.code{background:#f6f8fa;padding:.5rem .5rem .5rem 3.5rem;margin:.25rem 0}.code code{white-space:pre-wrap}
footer{margin-top:2rem;border-top:1px solid #c9d1d9;font-size:.8rem}
@media print{body{max-width:none;padding:0}.wide{overflow:visible;max-height:none}details{display:block}
@page{margin:18mm;@bottom-right{content:"Page " counter(page) " of " counter(pages)}}}
`;
