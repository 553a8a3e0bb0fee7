"""Files that are handed out: text that cannot run, tables, and archives whose bytes do not depend on the clock."""
