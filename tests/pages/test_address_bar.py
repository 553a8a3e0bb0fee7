from datetime import date

from streamlit.testing.v1 import AppTest


def _page() -> None:  # runs alone: names are not known there
    from datetime import date

    import streamlit as st

    from masterplan.pages.parts import address_bar

    address_bar.arrived()
    shown = date.fromisoformat(st.query_params.get("stichtag", "2021-12-31"))
    st.session_state["day"] = shown
    st.date_input("Stichtag", key="day", on_change=lambda: address_bar.go_to(st.session_state["day"]))
    st.button("Filter aufheben", on_click=address_bar.change, args=({"ressort": None},))
    st.markdown(f"{shown:%d.%m.%Y}")


def _opened(**parameters: str) -> AppTest:
    page = AppTest.from_function(_page)
    for name, value in parameters.items():
        page.query_params[name] = value
    return page.run()


def _shown(page: AppTest) -> tuple[str, dict[str, str]]:
    assert not page.exception
    return page.markdown[0].value, {name: str(value) for name, value in page.query_params.items()}


def test_a_choice_goes_into_the_address_and_leaves_the_rest_of_it() -> None:
    page = _opened(ressort="SMI")
    page.date_input[0].set_value(date(2020, 12, 31)).run()
    assert _shown(page) == ("31.12.2020", {"ressort": "SMI", "stichtag": "2020-12-31"})
    page.date_input[0].set_value(date(2019, 3, 19)).run()
    page.button[0].click().run()
    assert _shown(page) == ("19.03.2019", {"stichtag": "2019-03-19"})


def test_the_old_value_of_a_widget_does_not_undo_a_second_press_of_back() -> None:
    page = _opened(stichtag="2021-12-31")
    page.query_params["stichtag"] = "2020-12-31"  # back once; the browser has not drawn it when …
    page.run()
    page.query_params["stichtag"] = "2019-12-31"  # … it is pressed again, and sends what its widget still shows
    page.date_input[0].set_value(date(2021, 12, 31))
    assert _shown(page.run()) == ("31.12.2019", {"stichtag": "2019-12-31"})
    page.date_input[0].set_value(date(2020, 12, 31))
    assert _shown(page.run()) == ("31.12.2020", {"stichtag": "2020-12-31"})


def test_a_second_choice_counts_although_the_browser_does_not_show_the_first_ones_address_yet() -> None:
    page = _opened(ressort="SMI")
    page.date_input[0].set_value(date(2020, 12, 31)).run()
    page.query_params.clear()
    page.query_params["ressort"] = "SMI"
    page.date_input[0].set_value(date(2019, 12, 31))
    assert _shown(page.run()) == ("31.12.2019", {"ressort": "SMI", "stichtag": "2019-12-31"})
