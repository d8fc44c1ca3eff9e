"""Articles, frames and topics by calendar period."""
