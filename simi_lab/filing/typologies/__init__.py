"""Planted patterns and their benign twins: declared, drawn, recorded, and their exact posterior."""
