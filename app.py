"""What the server is: Streamlit's pages behind our own middleware. ``streamlit run app.py`` starts it."""

import streamlit as st

from masterplan import web

app = st.App("masterplan/pages/start.py", **web.settings())
