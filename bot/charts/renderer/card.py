"""A canvas in pixels from the top left corner; it grows downwards."""

import io
from typing import Final, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.patheffects import withStroke
from PIL import Image

from bot.charts.renderer import style
from bot.charts.renderer.lettering import DPI, face, width_of, wrap
from bot.charts.specs import ChartSheet

Side = Literal["left", "center", "right"]
_COLOURS: Final = 48
"""The palette of an image, including the shades at the edges of letters."""


class Canvas:
    """Texts and shapes in pixels; `y` is the top of the next one."""

    def __init__(self) -> None:
        self.figure = Figure(dpi=DPI, facecolor=style.PAPER)
        self.canvas = FigureCanvasAgg(self.figure)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))  # pyright: ignore[reportUnknownMemberType] # its keywords have no types
        self.axes.set_axis_off()
        self.axes.set_xlim(0, style.WIDTH)
        self.y: float = style.MARGIN

    def write(
        self,
        x: float,
        y: float,
        said: str,
        size: float = style.BODY,
        ink: str = style.INK,
        *,
        side: Side = "left",
        heavy: bool = False,
    ) -> None:
        """Writes a line with its top at `y`; `heavy` thickens it, since the face has one weight."""
        text = self.axes.text(  # pyright: ignore[reportUnknownMemberType] # its keywords have no types
            x,
            y + size * 0.92,
            said,
            color=ink,
            fontproperties=face(size),
            horizontalalignment=side,
            verticalalignment="baseline",
            parse_math=False,
        )
        if heavy:
            text.set_path_effects([withStroke(linewidth=size * 0.045, foreground=ink)])

    def paragraph(
        self,
        said: str,
        size: float = style.BODY,
        ink: str = style.INK,
        *,
        x: float = style.MARGIN,
        width: float = style.WIDTH - 2 * style.MARGIN,
        heavy: bool = False,
    ) -> None:
        """Writes lines from `y` down, wrapped at `width`; `y` moves below them."""
        for line in wrap(said, size, width):
            self.write(x, self.y, line, size, ink, heavy=heavy)
            self.y += size * style.LEADING

    def pair(self, label: str, said: str, x: float, right: float, size: float = style.BODY) -> None:
        """Writes a label at the left and its value at the right, on one line if both fit."""
        gap = 24
        if width_of(label, size) + gap + width_of(said, size) <= right - x:
            self.write(x, self.y, label, size, style.SOFT)
            self.write(right, self.y, said, size, heavy=True, side="right")
            self.y += size * style.LEADING
            return
        self.paragraph(label, size, style.SOFT, x=x, width=right - x)
        for line in wrap(said, size, right - x):
            self.write(right, self.y, line, size, heavy=True, side="right")
            self.y += size * style.LEADING

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        edge: str = "none",
        hatch: str = "",
    ) -> None:
        """A filled rectangle."""
        shape = Rectangle(
            (x, y),
            width,
            height,
            facecolor=fill,
            edgecolor=edge,
            hatch=hatch,
            zorder=1.0,
            linewidth=0 if edge == "none" or hatch else 3,
        )
        self.axes.add_patch(shape)

    def panel(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A rectangle with round corners, behind everything."""
        shape = FancyBboxPatch(
            (x + 14, y + 14),
            width - 28,
            height - 28,
            zorder=0.5,
            facecolor=fill,
            edgecolor="none",
            boxstyle="round,pad=14,rounding_size=14",
        )
        self.axes.add_patch(shape)

    def line(
        self, x0: float, y0: float, x1: float, y1: float, ink: str = style.RULE, width: float = 2
    ) -> None:
        """A straight line."""
        self.axes.add_line(Line2D((x0, x1), (y0, y1), color=ink, linewidth=width, zorder=0.8))

    def dot(
        self, x: float, y: float, ink: str, *, radius: float = 11, hollow: bool = False
    ) -> None:
        """A round mark; hollow if sources disagree."""
        mark = Line2D(
            (x,),
            (y,),
            marker="o",
            markersize=2 * radius,
            color=ink,
            markeredgewidth=4,
            markerfacecolor=style.PAPER if hollow else ink,
            linestyle="none",
            zorder=3,
        )
        self.axes.add_line(mark)

    def open(self, sheet: ChartSheet) -> None:
        """Title and subtitle."""
        self.paragraph(sheet.title, style.H1, heavy=True)
        if sheet.subtitle:
            self.paragraph(sheet.subtitle, style.BODY, style.SOFT)
        self.y += 18

    def close(self, sheet: ChartSheet) -> None:
        """Notes and the last line."""
        self.y += 14
        for note in sheet.notes:
            self.paragraph(note, style.SMALL, style.SOFT)
            self.y += 6
        self.y += 6
        self.line(style.MARGIN, self.y, style.WIDTH - style.MARGIN, self.y)
        self.y += 14
        self.paragraph(sheet.foot, style.SMALL, style.SOFT)
        self.y += style.MARGIN - 18
        height = round(self.y)
        self.figure.set_size_inches(style.WIDTH / DPI, height / DPI)
        self.axes.set_ylim(height, 0)

    def png(self) -> bytes:
        """The PNG; the same canvas gives the same bytes."""
        self.canvas.draw()
        drawn = Image.fromarray(np.asarray(self.canvas.buffer_rgba())).convert("RGB")
        # A palette takes a quarter of the bytes and is enough for the few colours.
        out = io.BytesIO()
        palette = drawn.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        palette.save(out, "png", optimize=True)
        return out.getvalue()
