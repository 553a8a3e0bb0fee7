"""Lists of measures and Wegmarken as they are shown, in a chosen order; their money and who carries them."""
