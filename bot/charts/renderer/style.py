"""Colours and sizes, in pixels of an image 1,000 wide.

Discord shows it 330 to 400 wide on a phone: 28 pixels here are 10 there. The card is dark and
opaque, so that it reads alike in Discord's dark and light themes. Colours are from the palette of
Okabe and Ito, which people with colour blindness tell apart; hatching and words say the same.
"""

from typing import Final

WIDTH: Final = 1000
MARGIN: Final = 44

H1: Final = 46
H2: Final = 32
BODY: Final = 28
SMALL: Final = 26
"""The smallest type."""
LEADING: Final = 1.32
"""Line height as a multiple of the type size."""

PAPER: Final = "#1b2029"
PANEL: Final = "#252c38"
RULE: Final = "#3d4656"
INK: Final = "#f4f2ec"
SOFT: Final = "#b9c1cd"
SKY: Final = "#56b4e9"
ORANGE: Final = "#e69f00"
YELLOW: Final = "#f0e442"
DARK: Final = "#11151c"
SHADES: Final = ("#2a3140", "#27507a", "#57a7c7", "#9fd09a", "#f5e16a")
"""From none to most; lighter is more, and every tile shows its number."""
