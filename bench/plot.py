"""A curve as SVG: titled, with both axes from zero and marked at round numbers. It brings its own light ground."""

from collections.abc import Sequence

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 28, 56, 52  # room around the plot
INK, QUIET, LINE, PAPER = "#1f2328", "#5b6168", "#0b5f66", "#fbfaf6"
ROUND = (1, 2, 2.5, 5, 10)


def curve(title: str, points: Sequence[tuple[float, float]], across: str, up: str) -> str:
    """Return a curve through (x, y) points, its highest y written at it."""
    step_x, step_y = step(max(x for x, _ in points)), step(max(y for _, y in points))
    most_x, most_y = full(max(x for x, _ in points), step_x), full(max(y for _, y in points), step_y)

    def left(x: float) -> float:
        return LEFT + x / most_x * (WIDTH - LEFT - RIGHT)

    def top(y: float) -> float:
        return HEIGHT - BOTTOM - y / most_y * (HEIGHT - TOP - BOTTOM)

    rows = "".join(
        f'<path d="M{LEFT} {top(y):.1f}H{WIDTH - RIGHT}" stroke="{QUIET}" stroke-opacity="{1 if y == 0 else 0.25}"/>'
        f'<text x="{LEFT - 8}" y="{top(y) + 4:.1f}" text-anchor="end" fill="{QUIET}">{y:g}</text>'
        for y in marks(most_y, step_y)
    )
    columns = "".join(
        f'<path d="M{left(x):.1f} {top(0):.1f}v5" stroke="{QUIET}"/>'
        f'<text x="{left(x):.1f}" y="{top(0) + 20:.1f}" text-anchor="middle" fill="{QUIET}">{x:,.0f}</text>'
        for x in marks(most_x, step_x)
    )
    line = " ".join(f"{left(x):.1f},{top(y):.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{left(x):.1f}" cy="{top(y):.1f}" r="4" fill="{LINE}"/>' for x, y in points)
    last_x, last_y = points[-1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" '
        f'font-size="13"><title>{title}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<text x="{LEFT}" y="24" font-size="16" font-weight="bold" fill="{INK}">{title}</text>'
        f'<text x="{LEFT}" y="44" fill="{QUIET}">{up}</text>{rows}{columns}'
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle" fill="{QUIET}">{across}</text>'
        f'<polyline points="{line}" fill="none" stroke="{LINE}" stroke-width="2.5"/>{dots}'
        f'<text x="{left(last_x) - 10:.1f}" y="{top(last_y) - 8:.1f}" text-anchor="end" font-weight="bold" fill="{LINE}">'
        f"{last_y:.2f}</text></svg>\n"
    )


def bars(title: str, rows: Sequence[tuple[str, float, str]], note: str) -> str:
    """Return bars from zero, one to a row of (name, value, value as written)."""
    most, tall = max(value for _, value, _ in rows) or 1, TOP + 36 * len(rows) + 12
    begin, room = 220, WIDTH - 220 - 110
    drawn = "".join(
        f'<text x="{begin - 10}" y="{TOP + 36 * nth + 21}" text-anchor="end" fill="{INK}">{name}</text>'
        f'<rect x="{begin}" y="{TOP + 36 * nth + 5}" width="{max(value / most * room, 1):.1f}" height="24" fill="{LINE}"/>'
        f'<text x="{begin + max(value / most * room, 1) + 8:.1f}" y="{TOP + 36 * nth + 21}" fill="{INK}">{written}</text>'
        for nth, (name, value, written) in enumerate(rows)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" role="img" font-family="sans-serif" '
        f'font-size="13"><title>{title}</title><rect width="{WIDTH}" height="{tall}" fill="{PAPER}"/>'
        f'<text x="20" y="24" font-size="16" font-weight="bold" fill="{INK}">{title}</text>'
        f'<text x="20" y="44" fill="{QUIET}">{note}</text>{drawn}</svg>\n'
    )


def step(most: float) -> float:
    """Return a round distance of which four to eight reach most."""
    if most <= 0:
        return 1
    ten = 10.0 ** len(str(int(most))) / 100 if most >= 1 else 10.0 ** -(len(f"{1 / most:.0f}") + 1)
    return next(part * scale for scale in (ten, ten * 10, ten * 100) for part in ROUND if most / (part * scale) <= 8)


def full(most: float, by: float) -> float:
    """Return the first multiple of `by` that is not under most."""
    return -(-most // by) * by


def marks(most: float, by: float) -> list[float]:
    """Return 0 and every multiple of `by` up to most."""
    return [by * nth for nth in range(round(most / by) + 1)]
