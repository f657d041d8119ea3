/** The report carries its own style: it must look the same from a memory stick in ten years. No fonts, no scripts, nothing from elsewhere. */
export const style = `
:root { --ink: #16202b; --quiet: #55626f; --rule: #dde3e9; --paper: #fff; --tint: #f5f7f9; --met: #1d6b45; --not: #a12622; --unsure: #7a5b00; --accent: #1f4f86 }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 62rem; padding: 3rem 2rem 5rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums }
h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.015em; margin: .2rem 0 .4rem }
h2 { font-size: 1.35rem; letter-spacing: -.01em; margin: 3rem 0 .5rem; padding-top: 1.2rem; border-top: 2px solid var(--ink) }
h3 { font-size: 1.02rem; margin: 1.8rem 0 .4rem }
p { margin: .4rem 0 .8rem; max-width: 46rem }
a { color: var(--accent) }
.brand { font-weight: 650; letter-spacing: .08em; text-transform: uppercase; font-size: .78rem; color: var(--accent) }
.quiet { color: var(--quiet) }
.small { font-size: .86rem }
.tiles { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: .8rem; margin: 1.4rem 0 }
a.tile { text-decoration: none } .tile:hover { background: var(--tint) }
.tile { border: 1px solid var(--rule); border-top: 4px solid currentColor; border-radius: 6px; padding: .8rem 1rem; break-inside: avoid }
.tile b { display: block; color: var(--ink) }
.tile span { font-weight: 600 }
.met { color: var(--met) } .notMet { color: var(--not) } .cannotTell { color: var(--unsure) }
dl.facts { display: grid; grid-template-columns: 12rem 1fr; gap: .3rem 1rem; margin: 1rem 0; font-size: .92rem }
dl.facts dt { color: var(--quiet) } dl.facts dd { margin: 0; overflow-wrap: anywhere }
code { font: .84em ui-monospace, "SF Mono", Menlo, Consolas, monospace }
.table { overflow-x: auto }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .86rem }
caption { text-align: left; color: var(--quiet); padding: .2rem 0 .4rem }
th { text-align: left; font-weight: 600; border-bottom: 1.5px solid var(--ink); padding: .35rem .6rem .35rem 0; vertical-align: bottom }
td { border-bottom: 1px solid var(--rule); padding: .35rem .6rem .35rem 0; vertical-align: top; overflow-wrap: anywhere }
tr { break-inside: avoid }
.number { text-align: right; white-space: nowrap }
th.number { text-align: right }
th.word { width: 7.5rem } th.wide { width: 42% }
.verdict { white-space: nowrap; font-weight: 600 }
.span { white-space: nowrap }
.figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.2rem 1rem; margin: 1.4rem 0 }
figure { margin: 0; break-inside: avoid } .whole { grid-column: 1 / -1 }
figure svg { max-width: 100%; height: auto; display: block }
figcaption { font-weight: 600; font-size: .92rem; margin-bottom: .2rem }
ul { padding-left: 1.2rem; max-width: 46rem }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .9rem; margin: 0 0 1rem }
footer { margin-top: 4rem; border-top: 1px solid var(--rule); padding-top: 1rem; color: var(--quiet); font-size: .86rem }
@page { size: A4; margin: 18mm 16mm }
@media print {
  body { padding: 0; font-size: 10pt; max-width: none }
  h2 { break-after: avoid } h3 { break-after: avoid }
  .dimension { break-before: page }
  #numbers { break-before: page; font-size: 9pt } nav { display: none } .figures { grid-template-columns: 1fr }
  .table { overflow: visible } thead { display: table-header-group } a { color: inherit; text-decoration: none }
}
@media screen and (max-width: 52rem) { .figures { grid-template-columns: 1fr } .tiles { grid-template-columns: 1fr 1fr } }
@media (max-width: 40rem) { body { padding: 1.5rem 1rem } dl.facts { grid-template-columns: 1fr } dl.facts dt { margin-top: .5rem } }
`;
