"""A page as one writes it without further thought, served with stock settings: three charts and a table of 500 rows."""

import numpy as np
import pandas as pd
import plotly.express as px
import streamlit as st

CHOICES = ["eins", "zwei"]
chosen = st.selectbox("Auswahl", CHOICES, index=int(st.query_params.get("stichtag") == "2020-12-31"))
numbers = np.random.default_rng(CHOICES.index(chosen)).normal(size=(500, 4)).cumsum(axis=0)
table = pd.DataFrame(numbers, columns=["a", "b", "c", "d"])
st.title("Seite")
st.plotly_chart(px.line(table), key="lines")
st.plotly_chart(px.bar(table.head(30)), key="bars")
st.plotly_chart(px.scatter(table, x="a", y="b"), key="points")
st.dataframe(table)
