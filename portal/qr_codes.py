"""Square codes that a telephone reads, as one path of an SVG drawing. Pure."""

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

# Modules left white around the code, which readers need to find it.
BORDER = 4
# Any of the eight masks can be read; looking for the best one takes most of the time of a batch.
_MASK = 0


def path(text: str) -> tuple[int, str]:
    """The side of the drawing in modules, and the path of its dark runs."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=BORDER, mask_pattern=_MASK)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return len(rows), "".join(runs)
