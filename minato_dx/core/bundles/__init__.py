"""Bundles: what two networks that cannot call each other hand over, as numbered files that go one way.

Each side writes into its own folder and reads the other's. ``sealing`` signs and encrypts, ``folder`` writes and reads
files, ``models`` are the rows of a side (each side has its own tables), ``exchange`` does the work.
"""
