"""Messages to people: kept as rows, sent as mail by a courier."""
