"""Contrast of the colours and validity of the themes handed to Bokeh and matplotlib."""

from __future__ import annotations

import itertools

import pytest

from simi_lab.charts import theme

GROUNDS = [theme.LIGHT, theme.DARK]


@pytest.mark.parametrize("look", GROUNDS, ids=["light", "dark"])
def test_text_is_readable_on_every_quiet_ground(look: theme.Palette) -> None:
    texts = ("ink", "muted", "primary", "accent_ink", "good", "bad")
    for name, back in itertools.product(texts, ("ground", "surface", "soft")):
        ratio = theme.contrast(getattr(look, name), getattr(look, back))
        assert ratio >= 4.5, f"{name} on {back}: {ratio:.2f}"
    assert theme.contrast(look.on_primary, look.primary) >= 4.5
    assert theme.contrast(look.on_mark, look.mark) >= 4.5


@pytest.mark.parametrize("colour", [*theme.SERIES, theme.NEUTRAL, theme.REFERENCE])
def test_marks_stand_out_on_both_surfaces(colour: str) -> None:
    for look in GROUNDS:
        assert theme.contrast(colour, look.surface) >= 3, (colour, look.surface)


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize("dark", [False, True])
def test_bokeh_and_matplotlib_accept_the_theme(dark: bool) -> None:
    import matplotlib as mpl
    from bokeh.models import LinearAxis
    from bokeh.themes import Theme

    axis = LinearAxis()
    Theme(json=theme.bokeh_theme(dark)).apply_to_model(axis)
    assert axis.major_label_text_color == theme.palette(dark).muted
    with mpl.rc_context(theme.matplotlib_rc(dark)):
        assert mpl.rcParams["text.color"] == theme.palette(dark).ink


def test_css_follows_the_choice_and_the_system() -> None:
    css = theme.css_root()
    assert css.count(theme.DARK.ground) == 2
    assert "--lab-size-body:1rem;" in css
