"""The style of the page: light and dark, wide and narrow, and on paper. Text has a contrast of 4.5 to 1 at least."""

LIGHT = {
    "paper": "#ffffff",
    "card": "#f6f8fa",
    "ink": "#1f2328",
    "soft": "#57606a",
    "good": "#116329",
    "bad": "#b42318",
    "one": "#0b5cad",
    "two": "#a44a04",
    "three": "#636c76",
    "line": "#d0d7de",
}
DARK = {
    "paper": "#0d1117",
    "card": "#161b22",
    "ink": "#e6edf3",
    "soft": "#a6afba",
    "good": "#56d364",
    "bad": "#ff938a",
    "one": "#6cb6ff",
    "two": "#f0a35e",
    "three": "#9aa4af",
    "line": "#3a424c",
}


def variables(colours: dict[str, str]) -> str:
    return "; ".join(f"--{name}: {value}" for name, value in colours.items())


TEXT = """
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 64rem;
  margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: break-word }
h1 { font-size: 1.75rem; line-height: 1.2; margin: .5rem 0 }
h2 { font-size: 1.3rem; margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line) }
h3 { font-size: 1rem; margin: 0 0 .25rem }
p, ul { margin: .5rem 0; max-width: 46rem } a { color: var(--one) } code { font-size: .9em }
.soft { color: var(--soft) } .good { color: var(--good); font-weight: 600 } .bad { color: var(--bad); font-weight: 600 }
.verdict { border: 2px solid; border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0 }
.verdict p { color: var(--ink); font-weight: 400 } .verdict .word { font-size: 1.25rem }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; max-width: none }
nav a { display: inline-block; padding: .25rem 0 }
"""
TABLES = """
.scroll { overflow-x: auto; margin: 1rem 0; scrollbar-width: thin }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .94rem }
caption { text-align: left; font-weight: 600; padding: .25rem 0 }
caption span { display: block; max-width: calc(100vw - 2.5rem) }
th, td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom }
tbody th { font-weight: 500; min-width: 7rem }
.words { min-width: 14rem } .number { text-align: right }
td small, td strong, td.number, td .good, td .bad { white-space: nowrap }
td small { display: block; color: var(--soft); font-size: .85rem } td ul { margin: 0; padding-left: 1.2rem }
"""
FIGURES = """
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 1rem;
  margin: 1rem 0 }
figure { margin: 0; padding: .75rem; background: var(--card); border-radius: .5rem; min-width: 0 }
figcaption { font-size: .94rem } figure p { font-size: .85rem; margin: 0 }
svg { display: block; width: 100%; max-width: 30rem; height: auto }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink) } svg .unit { fill: var(--soft) }
.grid { stroke: var(--line); opacity: .6 } .axis { stroke: var(--three) } .line { fill: none; stroke-width: 2 }
.one { stroke: var(--one) } .two { stroke: var(--two); stroke-dasharray: 6 3 }
.three { stroke: var(--three); stroke-dasharray: 2 3 } .solid { stroke-dasharray: none }
.area { stroke: none; opacity: .25 } .area.one, .bar.one { fill: var(--one) } .bar.two { fill: var(--two) }
.bar { stroke: none } .bar.three { fill: var(--three) }
.dots { stroke-width: 4; stroke-linecap: round; opacity: .35; fill: none; stroke-dasharray: none }
.point { fill: var(--card); stroke-width: 2; stroke-dasharray: none }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; list-style: none; padding: 0; margin: 0; font-size: .85rem }
.legend svg { display: inline-block; width: 28px; height: 10px; margin-right: .35rem; vertical-align: middle }
"""
PAPER = """
  body { max-width: none; padding: 0 } nav { display: none } figure, tr { break-inside: avoid }
  h2, h3 { break-after: avoid } .scroll { overflow: visible } table { font-size: 8.5pt } .words { min-width: 0 }
"""
STYLE = (
    f":root {{ color-scheme: light dark; {variables(LIGHT)} }}\n"
    f"@media (prefers-color-scheme: dark) {{ :root {{ {variables(DARK)} }} }}"
    f"{TEXT}{TABLES}{FIGURES}"
    f"@media print {{ :root {{ color-scheme: light; {variables(LIGHT)} }}{PAPER}}}\n"
)
