"""Pictures of time: how long each stage took, and how production answered meanwhile."""

from html import escape

from scripts.rehearsal.stages import Passed
from scripts.rehearsal.traffic import Asked

WIDE, HIGH, LEFT = 900, 150, 10


def share(passed: Passed, total: float) -> str:
    """A bar that shows when a stage was, within the whole."""
    start, wide = 100 * passed.began / total, max(100 * passed.seconds / total, 0.4)
    kind = "failed" if passed.failure else "good"
    return f'<div class="track"><div class="bar {kind}" style="left:{start:.2f}%;width:{wide:.2f}%"></div></div>'


def answers(asked: tuple[Asked, ...]) -> str:
    """An SVG element: a dot for each answer, at a height of its own for each different answer; a failure is red."""
    end = max((each.at for each in asked), default=0.0) or 1.0
    kinds = list(dict.fromkeys(each.answer for each in asked if not each.failure))
    dots = "".join(_dot(each, end, kinds) for each in asked)
    return (
        f'<svg class="answers" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="Answers of production over time">'
        f'<line class="axis" x1="{LEFT}" y1="{HIGH - 22}" x2="{WIDE - LEFT}" y2="{HIGH - 22}"/>'
        f'<text class="small" x="{LEFT}" y="{HIGH - 6}">0 s</text>'
        f'<text class="small" x="{WIDE - LEFT}" y="{HIGH - 6}" text-anchor="end">{end:.0f} s</text>{dots}</svg>'
    )


def _dot(each: Asked, end: float, kinds: list[str]) -> str:
    x = LEFT + (WIDE - 2 * LEFT) * each.at / end
    if each.failure:
        return f'<circle class="failed" cx="{x:.1f}" cy="12" r="4"><title>{escape(each.failure)}</title></circle>'
    step = (HIGH - 60) / max(len(kinds), 1)
    y = HIGH - 36 - step * kinds.index(each.answer)
    return f'<circle class="kind{kinds.index(each.answer) % 4}" cx="{x:.1f}" cy="{y:.1f}" r="2"/>'
