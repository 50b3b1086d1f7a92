"""A curve as SVG, with its numbers as text."""

from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 640, 360, 48


def curve(points: Sequence[tuple[float, float]], across: str, up: str) -> str:
    """Return a curve through (x, y) points, both axes from zero, each point labelled with its value."""
    most_x, most_y = max(x for x, _ in points), max(y for _, y in points) or 1

    def at(x: float, y: float) -> tuple[float, float]:
        return EDGE + x / most_x * (WIDTH - 2 * EDGE), HEIGHT - EDGE - y / most_y * (HEIGHT - 2 * EDGE)

    places = [at(x, y) for x, y in points]
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y in places)
    marks = "".join(
        f'<circle cx="{left:.0f}" cy="{top:.0f}" r="4"/><text x="{left:.0f}" y="{top - 10:.0f}" text-anchor="middle">'
        f"{x:,}: {y:.2f}</text>"
        for (left, top), (x, y) in zip(places, points, strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
        f'<path d="M{EDGE} {EDGE}V{HEIGHT - EDGE}H{WIDTH - EDGE}" fill="none" stroke="black"/>'
        f'<polyline points="{line}" fill="none" stroke="black"/>{marks}'
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 12}" text-anchor="middle">{across}</text><text x="8" y="20">{up}</text></svg>'
    )
