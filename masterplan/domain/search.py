"""Finding items by words, in memory over the plan at hand, so that both databases answer alike."""

from masterplan.domain.view import PlanView

SEARCHED = ("number", "ozg_id", "title", "description", "remark", "theme", "components", "area")


def search(view: PlanView, words: str) -> list[str]:
    """The keys of goals, Wegmarken, measures and services that contain every searched word."""
    wanted = words.casefold().split()
    found: list[str] = []
    for items in (view.goals, view.milestones, view.measures, view.services):
        names = [name for name in SEARCHED if name in items.columns]
        texts = items[names].astype(str).agg(" ".join, axis=1).str.casefold() if len(items) else items.index.to_series()
        found += [str(key) for key, text in texts.items() if all(word in text for word in wanted)]
    return found
