"""Where the packages come from: their licences, and their known faults. Only `make` runs these."""
