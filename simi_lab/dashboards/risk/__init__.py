"""Page Risiko: what the models find and miss, and what looking costs those who wait."""
