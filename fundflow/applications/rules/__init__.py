"""Pure rules of rounds and cases: content, scale, shares, consent, freezing."""
