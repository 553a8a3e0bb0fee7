"""The cabinet briefing: content once, and formats that lay it out without computing anything."""
