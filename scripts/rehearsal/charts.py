"""Charts of a report: when each step ran, and how production answered meanwhile."""

from html import escape

from scripts.rehearsal.availability import ProbeResult
from scripts.rehearsal.steps import StepResult

WIDTH, HEIGHT, LEFT = 900, 150, 10


def timeline_bar(result: StepResult, total: float) -> str:
    """A bar that shows when a step ran, within `total` seconds."""
    start, width = 100 * result.started / total, max(100 * result.seconds / total, 0.4)
    kind = "failed" if result.failure else "good"
    return f'<div class="track"><div class="bar {kind}" style="left:{start:.2f}%;width:{width:.2f}%"></div></div>'


def response_chart(results: tuple[ProbeResult, ...]) -> str:
    """An SVG element: a dot for each answer, each different answer at its own height; a failure is red."""
    end = max((result.at for result in results), default=0.0) or 1.0
    kinds = list(dict.fromkeys(result.answer for result in results if not result.failure))
    dots = "".join(_dot(result, end, kinds) for result in results)
    return (
        f'<svg class="answers" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Answers of production over time">'
        f'<line class="axis" x1="{LEFT}" y1="{HEIGHT - 22}" x2="{WIDTH - LEFT}" y2="{HEIGHT - 22}"/>'
        f'<text class="small" x="{LEFT}" y="{HEIGHT - 6}">0 s</text>'
        f'<text class="small" x="{WIDTH - LEFT}" y="{HEIGHT - 6}" text-anchor="end">{end:.0f} s</text>{dots}</svg>'
    )


def _dot(result: ProbeResult, end: float, kinds: list[str]) -> str:
    x = LEFT + (WIDTH - 2 * LEFT) * result.at / end
    if result.failure:
        return f'<circle class="failed" cx="{x:.1f}" cy="12" r="4"><title>{escape(result.failure)}</title></circle>'
    distance = (HEIGHT - 60) / max(len(kinds), 1)
    y = HEIGHT - 36 - distance * kinds.index(result.answer)
    return f'<circle class="kind{kinds.index(result.answer) % 4}" cx="{x:.1f}" cy="{y:.1f}" r="2"/>'
