"""German words for the parts of the page that Streamlit itself draws in English, and the script that puts them in.

Texts of our own and of the plan are never touched: the script leaves out everything inside written text.
"""

import json
from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "Add": "Hinzufügen",
    "Add files": "Dateien hinzufügen",
    "App pages": "Seiten",
    "Browse files": "Dateien wählen",
    "CONNECTING": "Verbindung wird aufgebaut",
    "Choose a date": "Datum wählen",
    "Choose date": "Datum wählen",
    "Choose an option": "Bitte wählen",
    "Choose options": "Bitte wählen",
    "Clear all": "Alle entfernen",
    "Clear search": "Suche leeren",
    "Clear selection": "Auswahl aufheben",
    "Clear value": "Wert entfernen",
    "Close": "Schließen",
    "Close fullscreen": "Vollbild schließen",
    "Collapse sidebar": "Seitenleiste einklappen",
    "Connecting": "Verbindung wird aufgebaut",
    "Connection error": "Verbindung unterbrochen",
    "Copy to clipboard": "Kopieren",
    "Dark": "Dunkel",
    "Developer options": "Für die Entwicklung",
    "Download as CSV": "Als CSV speichern",
    "Drag and drop file here": "Datei hierher ziehen",
    "Drag and drop files here": "Dateien hierher ziehen",
    "Empty": "leer",
    "Expand sidebar": "Seitenleiste ausklappen",
    "Fullscreen": "Vollbild",
    "Help": "Erläuterung",
    "Light": "Hell",
    "Loading...": "Wird geladen …",
    "Main menu": "Hauptmenü",
    "More options": "Weitere Möglichkeiten",
    "Next month.": "Nächster Monat",
    "Next page": "Nächste Seite",
    "No options to select": "Keine Auswahl vorhanden",
    "No options to select.": "Keine Auswahl vorhanden",
    "No results": "Keine Treffer",
    "Open": "Öffnen",
    "Open sidebar": "Seitenleiste öffnen",
    "Page not found": "Seite nicht gefunden",
    "Previous month.": "Voriger Monat",
    "Previous page": "Vorige Seite",
    "Print": "Drucken",
    "Record screen": "Bildschirm aufnehmen",
    "Record a screencast": "Bildschirm aufnehmen",
    "Remove": "Entfernen",
    "Rerun": "Neu laden",
    "Running...": "Wird berechnet …",
    "Search": "Suchen",
    "Search file": "Datei suchen",
    "Select a date.": "Datum wählen",
    "Select all": "Alle wählen",
    "Settings": "Einstellungen",
    "Show/hide columns": "Spalten ein- oder ausblenden",
    "Sidebar": "Seitenleiste",
    "Skip to main content": "Zum Inhalt springen",
    "Stop": "Anhalten",
    "System": "Wie im System",
    "The page that you have requested does not seem to exist. Running the app's main page.": "Unter dieser Adresse "
    "gibt es nichts. Gezeigt wird der Überblick.",
    "Upload": "Dateien wählen",
    "Use system setting": "Wie im System",
    "View fullscreen": "Vollbild",
    "View less": "Weniger",
    "View more": "Mehr",
    "Wide mode": "Breite Darstellung",
    "dd": "TT",
    "file upload": "Dateien",
    "mm": "MM",
    "yyyy": "JJJJ",
}

PATTERNS: Mapping[str, str] = {
    r"^Limit (\S+?)\s?MB per file(?: • (.*))?$": "Höchstens $1 MB je Datei",
    r"^(\S+?)\s?MB per file(?: • (.*))?$": "Höchstens $1 MB je Datei",
    r"^(\d+)\.(\d)(KB|MB)$": "$1,$2 $3",
    r"^day, (.+)$": "Tag, $1",
    r"^month, (.+)$": "Monat, $1",
    r"^year, (.+)$": "Jahr, $1",
    r"^Remove (.+)$": "$1 entfernen",
    r"^Help for (.+)$": "Erläuterung zu $1",
    r"^Show/hide columns: (.+)$": "Spalten ein- oder ausblenden: $1",
    r"^Download as CSV: (.+)$": "Als CSV speichern: $1",
    r"^Search: (.+)$": "Suchen: $1",
    r"^Fullscreen: (.+)$": "Vollbild: $1",
    r"^Showing page (\d+) of (\d+)$": "Seite $1 von $2",
    r"^Link to heading$": "Verweis auf diese Überschrift",
    r"^(.+) files are not allowed\.$": "Dateien der Art $1 werden nicht angenommen.",
    r"^File must be (.+) or smaller\.$": "Die Datei darf höchstens $1 groß sein.",
    r"^Selected date is (.+)$": "Gewähltes Datum: $1",
}

_SCRIPT = """(() => {
const words = %s, patterns = %s.map(([from, to]) => [new RegExp(from), to]);
const names = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
const german = text => {
  const word = text.trim();
  if (Object.hasOwn(words, word)) return text.replace(word, words[word]);
  for (const [from, to] of patterns) if (from.test(word)) return word.replace(from, to);
  return text;
};
const written = '[data-testid="stMarkdownContainer"], table, textarea, .js-plotly-plot';
const chrome = '[data-testid^="stFileUploader"] button';
const ours = node => node.parentElement?.closest(written) && !node.parentElement.closest(chrome);
// What can be moved sideways must be reachable by keyboard (WCAG 2.1.1).
const boxes = '[data-testid="stTable"], [data-testid="stTable"] div';
const reachable = () => document.querySelectorAll(boxes).forEach(box => {
  if (box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX)) box.tabIndex = 0;
});
const change = node => {
  if (node.nodeType === 3) {
    const said = german(node.nodeValue);
    if (said !== node.nodeValue && !ours(node)) node.nodeValue = said;
    return;
  }
  if (node.nodeType !== 1 || node instanceof SVGElement) return;  // drawings have thousands of nodes, and our words
  for (const name of names) {
    const value = node.getAttribute(name);
    if (value) { const said = german(value); if (said !== value) node.setAttribute(name, said); }
  }
  node.childNodes.forEach(change);
};
new MutationObserver(changes => {
  for (const one of changes) {
    if (one.type === 'childList') one.addedNodes.forEach(change);
    else change(one.target);
  }
  if (changes.some(one => one.addedNodes.length)) requestAnimationFrame(reachable);
}).observe(document.documentElement, {
  subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: names,
});
change(document.documentElement);
// Single letters must not start anything (WCAG 2.1.4): Streamlit would run the page again on r and clear caches on c.
document.addEventListener('keydown', event => {
  const typing = event.target.closest?.('input, textarea, select, [contenteditable="true"], [role="grid"]');
  const single = !event.ctrlKey && !event.metaKey && !event.altKey && /^[rc]$/i.test(event.key);
  if (single && !typing) event.stopPropagation();
}, true);
// A link to another page changes the address as going back would, which Streamlit follows: nothing is loaded anew.
document.addEventListener('click', event => {
  const link = event.target.closest?.('nav.pages a, .ways a');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.href !== location.href) history.pushState(null, '', link.href);
  dispatchEvent(new PopStateEvent('popstate'));
});
// Charts would be drawn anew for the width of the paper and not be ready in time: their copies are printed instead.
addEventListener('beforeprint', () => {
  for (const chart of document.querySelectorAll('[data-testid="stPlotlyChart"] .svg-container')) {
    const copy = chart.cloneNode(true);
    copy.classList.add('printed-chart');
    chart.closest('[data-testid="stElementContainer"]')?.append(copy);
  }
});
addEventListener('afterprint', () => document.querySelectorAll('.printed-chart').forEach(copy => copy.remove()));
})();
"""


def script() -> str:
    """The JavaScript that is sent with every page."""
    return _SCRIPT % (json.dumps(WORDS, ensure_ascii=False), json.dumps(list(PATTERNS.items()), ensure_ascii=False))
