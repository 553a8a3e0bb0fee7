"""What may go wrong, done on purpose and often: kills, faults, torn files, full disks, tampering, long days."""
