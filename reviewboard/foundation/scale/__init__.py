"""The scale a competency is assessed on: data, read from a file or a page, published in immutable versions."""
