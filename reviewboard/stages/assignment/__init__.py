"""Two distinct assessors for each case, chosen without conflict of interest."""
