"""A small briefing made by hand, with every kind of block, long words, an unknown value and an unreleased one."""

from masterplan.briefings.content import (
    UNRELEASED_LEGEND,
    Briefing,
    Bullet,
    Bullets,
    Cell,
    Chart,
    Column,
    Evidence,
    Facts,
    Figures,
    FigureValue,
    Note,
    Origin,
    Paragraph,
    RuleFact,
    Section,
    Series,
    Span,
    Table,
)

RULE = RuleFact("bund-2020", "Bund 2020", "Ein Leistungsbündel zählt, wenn eine Leistung online ist.", "1", "§ 1 OZG")

FACTS = Facts(
    title="Sachstandsbericht zum Masterplan Digitale Verwaltung Sachsen",
    subtitle="Bericht an das Kabinett",
    kind="briefing",
    stichtag="2021-12-31",
    stichtag_text="31. Dezember 2021",
    known_by="2022-01-20T09:00:00+00:00",
    known_by_text="20.01.2022, 10:00 Uhr",
    revision=12,
    link="5f" * 32,
    audience="all",
    software="0.6",
    foot="Stichtag 31.12.2021 · Kenntnisstand 20.01.2022, 10:00 Uhr · Revision 12 · Prüfsumme 5f5f5f5f5f5f",
    rule="bund-2020",
    mark="Entwurf",
    legend=UNRELEASED_LEGEND,
    demo_mark="Beispieldaten: Der Bericht beruht auf einem erfundenen Plan.",
    compared_on="2021-06-30",
    compared_text="30. Juni 2021",
    rules=(RULE,),
)

ONLINE = FigureValue(
    id="services.online",
    title="OZG-Leistungen online",
    text="31\u00a0%",
    number=0.31,
    unit="share",
    definition=RULE.definition,
    origin="figure/1",
    rule="bund-2020",
    rule_title="Bund 2020",
    rule_version="1",
    detail="178 von 575",
    lower=0.31,
    upper=0.36,
    bounds="höchstens 36\u00a0%",
    coverage=0.95,
    coverage_text="von 95\u00a0% bekannt",
    earlier=0.27,
    difference="+4 Prozentpunkte seit 30.06.2021",
    meaning="accent",
)

SLIP = FigureValue(
    id="milestones.mean_slip_days",
    title="Mittlerer Verzug der Wegmarken",
    text="–",
    number=None,
    unit="days",
    definition="Mittlere Zahl der Tage vom ursprünglichen Termin zum jetzigen.",
    origin="figure/2",
    coverage=0.5,
    coverage_text="von 50\u00a0% bekannt, zu wenig für eine Aussage",
    unreleased=False,
)

STATUS = Chart(
    kind="stacked_bar",
    title="Maßnahmen nach Status",
    unit="count",
    categories=("Staatskanzlei", "Staatsministerium des Innern"),
    series=(
        Series("abgeschlossen", "done", (4, 2), ("4", "2")),
        Series("in Umsetzung", "ongoing", (3, 0), ("3", "0")),
        Series("nicht bekannt", "unknown", (0, None), ("0", "–")),
    ),
    sentence="Abgeschlossen sind 6 von 9 Maßnahmen.",
    alternative="Balken je Ressort: Staatskanzlei 4 abgeschlossen, 3 in Umsetzung; Innern 2 abgeschlossen.",
)

BRIDGE = Chart(
    kind="bar",
    title="Dieselben Leistungen nach fünf Zählweisen",
    unit="share",
    categories=("Bund 2020", "Strengste Leistung"),
    series=(Series("online", "accent", (0.31, 0.038), ("31\u00a0%", "4\u00a0%"), origins=("figure/1", "figure/1")),),
    sentence="Je nach Zählweise sind 4 bis 31\u00a0% der Leistungen online.",
    alternative="Balken: Bund 2020 31 Prozent, Strengste Leistung 4 Prozent.",
)

COURSE = Chart(
    kind="line",
    title="Der Weg zum 31. Dezember 2022",
    unit="share",
    categories=("31.12.2020", "30.06.2021", "31.12.2021"),
    days=("2020-12-31", "2021-06-30", "2021-12-31"),
    series=(
        Series("erreicht", "accent", (0.2, None, 0.31), ("20\u00a0%", "–", "31\u00a0%")),
        Series("gerader Weg", "target", (0.2, 0.4, 0.6), ("20\u00a0%", "40\u00a0%", "60\u00a0%")),
    ),
    sentence="Gegenüber dem geraden Weg fehlen 29 Prozentpunkte.",
    alternative="Linie von 20 Prozent Ende 2020 auf 31 Prozent Ende 2021.",
)

PLANS = Chart(
    kind="gantt",
    title="Verspätete Wegmarken",
    unit="date",
    categories=("1.1 Verwaltungsportal", "2.4 Elektronische Akte in allen Häusern"),
    series=(
        Series("ursprünglich bis Plan", "planned", spans=(Span("2021-03-31", "2021-06-30"), None)),
        Series("Plan bis Prognose", "late", spans=(Span("2021-06-30", "2022-03-31"), Span("2021-09-30", "2021-09-30"))),
    ),
    sentence="2 Wegmarken sind überfällig.",
    alternative="Balken: Verwaltungsportal von März 2021 bis März 2022; Elektronische Akte September 2021.",
    today="2021-12-31",
)

LATE = Table(
    "Überfällige Wegmarken",
    (
        Column("Nr.", "text", 0.6), Column("Wegmarke", "text", 3), Column("Plantermin", "date", 1.2),
        Column("Verzug", "days"), Column("gemeldet", "light"), Column("Budget", "euro"),
    ),
    (
        (
            Cell("1.1"), Cell("Verwaltungsportal"), Cell("30.06.2021", "2021-06-30", origin="milestone/1.due_on"),
            Cell("184 Tage", 184, "late"), Cell("■ rot", "red", "red"), Cell("1.234,50\u00a0€", 1234.5),
        ),
        (
            Cell("2.4"), Cell("=Elektronische Akte in allen Häusern †", unreleased=True), Cell("–"), Cell("–"),
            Cell("○ ohne Bewertung", "grey", "grey"), Cell("–"),
        ),
    ),
    note="Verzug in Tagen nach dem Plantermin.",
)  # fmt: skip

BRIEFING = Briefing(
    FACTS,
    (
        Section("summary", "Kernaussagen", "31 % der OZG-Leistungen sind online.", "summary", (
            Figures((ONLINE, SLIP)),
            Bullets((
                Bullet("Seit Juni sind 23 Leistungen dazugekommen.", "So viele wie im Halbjahr davor.", "done"),
                Bullet("Zwei Wegmarken sind überfällig. †", meaning="late", unreleased=True),
            )),
        )),
        Section("headline", "Stand der OZG-Leistungen", "Es fehlen 29 Prozentpunkte.", "body", (
            Paragraph("Am Stichtag sind 178 von 575 Leistungen online.", lead=True), COURSE, BRIDGE,
            Note("Für 5 % der Leistungen liegt keine Angabe vor.", "warning"),
        )),
        Section("late", "Was sich verspätet und warum", "Zwei Wegmarken sind überfällig.", "body", (PLANS, LATE)),
        Section("ministry-SMI", "Staatsministerium des Innern", "Zwei Maßnahmen sind fertig.", "ministries",
                (STATUS, LATE), 2, "SMI"),
        Section("annex-figures", "Kennzahlen", "Alle Kennzahlen mit ihrer Definition.", "annex", (LATE,)),
    ),
    (Origin("figure/1", "OZG-Leistungen online", ("milestone/1.due_on",), ("milestone/1",)),
     Origin("figure/2", "Mittlerer Verzug", ("milestone/1.due_on",), (), ("milestone/1",))),
    (Evidence("milestone/1.due_on", "milestone/1", "Wegmarke 1.1 Verwaltungsportal", "Plantermin", "30.06.2021",
              "2021-06-30", "II. Quartal 2021", "Umsetzungsplan_SMI.xlsx", "ab" * 32, "Umsetzungsplanung", "F7"),),
)  # fmt: skip
