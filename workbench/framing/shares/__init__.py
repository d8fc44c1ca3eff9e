"""Shares of frames, corrected by hand codes; differences; effects."""
