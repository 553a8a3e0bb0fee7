"""Hello world, with the one widget that is changed."""

import streamlit as st

st.title("Hallo")
st.selectbox("Auswahl", ["eins", "zwei"])
st.write(st.query_params.get("stichtag", ""))
