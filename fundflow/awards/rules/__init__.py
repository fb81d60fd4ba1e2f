"""Pure rules of offers, conditions and changes of awards."""
