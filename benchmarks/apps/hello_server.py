"""The least there is to serve, with the same switches as the real app: the floor."""

import streamlit as st

from masterplan import web

app = st.App("hello.py", lifespan=web.lifespan)
