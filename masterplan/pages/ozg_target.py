"""OZG-Ziel 2022: how far are the online services, by which way of counting, where, and how fast?"""

from masterplan.actions.offered import Offered
from masterplan.domain.view import PlanView
from masterplan.pages.parts import frame


def show(view: PlanView, offered: Offered) -> None:
    """The counting rules side by side, the way to the target, the services by group and by Kreis, and one service."""
    frame.title("OZG-Ziel 2022", view, "Wie weit sind die Verwaltungsleistungen online?")
    if offered.whole.empty:
        frame.nothing_yet(view, offered)
