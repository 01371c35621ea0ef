"""A machine as SVG, with how far a run is: a picture for a README, a wiki or a message."""

from html import escape

from project.definitions import Definition
from project.graph import Edge, Node, edges, nodes
from project.history import CAUGHT, FAILED, RUNNING, SUCCEEDED, Visit

WIDTH, HEIGHT, ACROSS, DOWN, MARGIN = 210, 38, 260, 70, 20
COLOURS = {SUCCEEDED: "#d5efdc", FAILED: "#f6c9c9", CAUGHT: "#fbe3b7", RUNNING: "#cfe2fb", "": "#ffffff"}
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">'
    '<defs><marker id="end" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L10 5L0 10z" fill="#56616e"/></marker></defs>'
    '<rect width="100%" height="100%" fill="#fbfcfd"/>'
)


def svg(title: str, found: Definition, visits: dict[str, Visit]) -> str:
    """The same text for the same definition and visits."""
    placed = {node.name: node for node in nodes(found)}
    width = MARGIN * 2 + max(node.column for node in placed.values()) * ACROSS + WIDTH
    height = MARGIN * 2 + max(node.row for node in placed.values()) * DOWN + HEIGHT
    parts = [HEAD.format(width=width, height=height), f"<title>{escape(title)}</title>"]
    parts += [line(edge, placed) for edge in edges(found)]
    parts += [box(node, visits.get(node.name)) for node in placed.values()]
    return "\n".join([*parts, "</svg>"]) + "\n"


def corner(node: Node) -> tuple[int, int]:
    return MARGIN + node.column * ACROSS, MARGIN + node.row * DOWN


def line(edge: Edge, placed: dict[str, Node]) -> str:
    """Down, to the side, or back to an earlier row in a curve on the left."""
    (x, y), (to_x, to_y) = corner(placed[edge.start]), corner(placed[edge.end])
    dashed = ' stroke-dasharray="4 3"' if edge.caught else ""
    if to_x > x:
        middle, to_middle, bend = y + HEIGHT // 2, to_y + HEIGHT // 2, (ACROSS - WIDTH) // 2
        path = f"M{x + WIDTH} {middle}C{x + WIDTH + bend} {middle},{to_x - bend} {to_middle},{to_x} {to_middle}"
    elif to_y > y:
        path = f"M{x + WIDTH // 2} {y + HEIGHT}L{to_x + WIDTH // 2} {to_y}"
    else:
        path = f"M{x} {y + 10}C{x - 24} {y},{x - 24} {to_y + HEIGHT},{to_x} {to_y + HEIGHT - 10}"
    return f'<path d="{path}" fill="none" stroke="#8a95a3"{dashed} marker-end="url(#end)"/>'


def box(node: Node, visit: Visit | None) -> str:
    x, y = corner(node)
    fill, round_ends = COLOURS[visit.status if visit else ""], 4 if node.kind == "Task" else 18
    told = f"{node.name} · {visit.seconds:.0f} s" if visit and visit.status != RUNNING else node.name
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="{round_ends}" fill="{fill}" stroke="#56616e"/>'
        f'<text x="{x + WIDTH // 2}" y="{y + 24}" text-anchor="middle" textLength="{text_length(told)}" '
        f'lengthAdjust="spacingAndGlyphs">{escape(told)}</text>'
    )


def text_length(text: str) -> int:
    """So that a long name stays in its box whatever the font."""
    return min(WIDTH - 16, len(text) * 7)
