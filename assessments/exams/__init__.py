"""Exams: papers, sittings, attempts, marking, release and appeals."""
