"""What stands around every page: brand and switches above, menu at the side, heading, last line; all plain HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from simi_lab.i18n import LANG_NAMES, LANGS, t
from simi_lab.shell.cards.notes import mark_html
from simi_lab.shell.router import Route, Router

BRAND_SVG = (
    '<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
    '<rect x="2" y="2" width="20" height="20" rx="5" fill="currentColor"/>'
    '<path d="M7 17V13M12 17V7M17 17v-6" stroke="var(--lab-ground)" stroke-width="2.4" stroke-linecap="round"/></svg>'
)


@dataclass(frozen=True)
class Link:
    """A door to another face of the lab, in the menu: message id, icon, path under the prefix."""

    label: str
    icon: str
    path: str


def header_html(lang: str, theme: str, is_phone: bool, home: str) -> str:
    """Brand, synthetic mark and switches; on a phone only the language switch, the theme is in the menu."""
    switches = language_link(lang) if is_phone else language_link(lang) + theme_link(lang, theme)
    return (
        f'<div class="bar"><a class="brand" href="{escape(home)}?lang={lang}">{BRAND_SVG}<span>SIMI Lab</span></a>'
        f'{mark_html(lang)}<span class="gap"></span>{switches}</div>'
    )


def language_link(lang: str) -> str:
    """The way to the other language, in that language's own words."""
    other = next(code for code in LANGS if code != lang)
    name = LANG_NAMES[other]
    return (
        f'<a class="switch" data-q="lang={other}" data-key="lang" href="?lang={other}" lang="{other}" '
        f'hreflang="{other}" aria-label="{name}"><span aria-hidden="true">{other.upper()}</span></a>'
    )


def theme_link(lang: str, theme: str, in_words: bool = False) -> str:
    """The way to the other ground, as an icon or in words."""
    other = "light" if theme == "dark" else "dark"
    icon, words = ("light_mode", t("Light theme", lang)) if theme == "dark" else ("dark_mode", t("Dark theme", lang))
    return (
        f'<a class="switch" data-q="theme={other}" data-key="theme" href="?theme={other}&lang={lang}" '
        f'aria-label="{escape(words)}" title="{escape(words)}">{_icon(icon)}{escape(words) if in_words else ""}</a>'
    )


def menu_html(router: Router, page: str, lang: str, theme: str, links: Sequence[Link], prefix: str) -> str:
    """The menu: pages of this face by group, doors to the others, and on a phone the theme switch."""
    groups: dict[str, list[Route]] = {}
    for route in router.routes.values():
        groups.setdefault(route.group, []).append(route)
    parts = []
    for group, routes in groups.items():
        entries = "".join(_entry(route, router, page, lang) for route in routes)
        parts.append((f"<h2>{escape(t(group, lang))}</h2>" if group else "") + f"<ul>{entries}</ul>")
    if links:
        doors = "".join(_door(link, prefix, lang) for link in links)
        parts.append(f'<ul class="doors">{doors}</ul>')
    if router.session.is_phone:
        parts.append(f'<p class="theme">{theme_link(lang, theme, in_words=True)}</p>')
    return f'<nav aria-label="{escape(t("Menu", lang))}">{"".join(parts)}</nav>'


def heading_html(router: Router, page: str, lang: str, refused: Sequence[str]) -> str:
    """The page's one `<h1>`, its sentence, and a word on what the address asked for in vain."""
    route = router.routes[page]
    lead = f'<p class="lead">{escape(t(route.lead, lang))}</p>' if route.lead else ""
    return f'<h1 tabindex="-1">{escape(t(route.label, lang))}</h1>{lead}{_refused_html(refused, lang)}'


def _refused_html(refused: Sequence[str], lang: str) -> str:
    if not refused:
        return ""
    message = "This link asks for something that is not available here ({keys}); the rest is shown."
    words = t(message, lang, keys=", ".join(refused))
    return f'<p class="note" role="status">{escape(words)}</p>'


def last_line_html(run_name: str, lang: str) -> str:
    """The last line of every page: what these figures are, and of which run."""
    run = f" · {escape(t('Run: {name}', lang, name=run_name))}" if run_name else ""
    words = escape(t("A simulated office. Every person here is invented.", lang))
    return f'<p class="last">{mark_html(lang)} <span>{words}{run}</span></p>'


def _entry(route: Route, router: Router, page: str, lang: str) -> str:
    current = ' aria-current="page"' if route.slug == page else ""
    slug, address = escape(route.slug), escape(router.address(route.slug))
    words = _icon(route.icon) + escape(t(route.label, lang))
    return f'<li><a data-q="page={slug}" data-key="page-{slug}" href="?{address}"{current}>{words}</a></li>'


def _door(link: Link, prefix: str, lang: str) -> str:
    address = f"{escape(prefix + link.path)}?lang={lang}"
    return f'<li><a href="{address}">{_icon(link.icon)}{escape(t(link.label, lang))}</a></li>'


def _icon(name: str) -> str:
    return f'<span class="material-icons-outlined" aria-hidden="true">{escape(name)}</span>'
