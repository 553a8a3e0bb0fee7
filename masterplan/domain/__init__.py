"""Pure rules: values and tables in, values and tables out."""
