"""What keeps people out of figures: small cells hidden with their partners, identifiers masked."""

from simi_lab.privacy.masking import MASKS, mask
from simi_lab.privacy.suppression import SMALLEST_GROUP, small_cell_note, suppress

__all__ = ["MASKS", "SMALLEST_GROUP", "mask", "small_cell_note", "suppress"]
