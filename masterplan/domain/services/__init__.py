"""The OZG services: Reifegrad, Flächendeckung, places, and how far they are from being online everywhere."""
