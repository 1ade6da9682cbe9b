"""Pure rules: the standard library only; no database, no clock, no I/O."""
