"""The sections of a briefing: each is written from the material and says where its values come from."""
