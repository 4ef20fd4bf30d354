"""The airline's tables."""

from typing import Final

# What is told anew at each start; outcomes stay, since a key is never used twice.
TOLD: Final = (
    "passes",
    "passengers",
    "legs",
    "bookings",
    "flights",
    "returned_items",
    "returns",
    "order_items",
    "orders",
    "free_times",
    "appointments",
    "vouchers",
    "members",
)

# Instants are RFC 3339 in UTC, so that they sort as they follow each other.
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS flights (
    id TEXT PRIMARY KEY, number TEXT NOT NULL, origin TEXT NOT NULL, destination TEXT NOT NULL,
    departs_at TEXT NOT NULL, arrives_at TEXT NOT NULL, status TEXT NOT NULL,
    expected_at TEXT, gate TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS bookings (
    reference TEXT PRIMARY KEY, status TEXT NOT NULL, phone TEXT, email TEXT, rebooked_to TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS legs (
    reference TEXT NOT NULL REFERENCES bookings, flight_id TEXT NOT NULL REFERENCES flights,
    PRIMARY KEY (reference, flight_id)
) STRICT;
CREATE TABLE IF NOT EXISTS passengers (
    id TEXT PRIMARY KEY, reference TEXT NOT NULL REFERENCES bookings,
    first_name TEXT NOT NULL, last_name TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS passes (
    token TEXT PRIMARY KEY, passenger_id TEXT NOT NULL REFERENCES passengers,
    flight_id TEXT NOT NULL REFERENCES flights, seat TEXT NOT NULL, number INTEGER NOT NULL,
    UNIQUE (flight_id, seat), UNIQUE (flight_id, passenger_id)
) STRICT;
CREATE TABLE IF NOT EXISTS orders (
    number TEXT PRIMARY KEY, placed_at TEXT NOT NULL, status TEXT NOT NULL,
    currency TEXT NOT NULL, last_name TEXT NOT NULL, phone TEXT, email TEXT, expected_on TEXT,
    delivered_on TEXT, tracking_url TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS order_items (
    id TEXT PRIMARY KEY, number TEXT NOT NULL REFERENCES orders, title TEXT NOT NULL,
    quantity INTEGER NOT NULL, price INTEGER NOT NULL, returnable_until TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS returns (
    number TEXT PRIMARY KEY, "order" TEXT NOT NULL REFERENCES orders, status TEXT NOT NULL,
    reason TEXT NOT NULL, remark TEXT NOT NULL, refund INTEGER NOT NULL, currency TEXT NOT NULL,
    label TEXT UNIQUE
) STRICT;
CREATE TABLE IF NOT EXISTS returned_items (
    item_id TEXT PRIMARY KEY REFERENCES order_items, number TEXT NOT NULL REFERENCES returns
) STRICT;
CREATE TABLE IF NOT EXISTS appointments (
    reference TEXT PRIMARY KEY, purpose TEXT NOT NULL, place TEXT NOT NULL,
    starts_at TEXT NOT NULL, status TEXT NOT NULL, last_name TEXT NOT NULL, phone TEXT, email TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS free_times (
    place TEXT NOT NULL, starts_at TEXT NOT NULL, PRIMARY KEY (place, starts_at)
) STRICT;
CREATE TABLE IF NOT EXISTS members (
    number TEXT PRIMARY KEY, last_name TEXT NOT NULL, points INTEGER NOT NULL,
    phone TEXT, email TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS vouchers (
    code TEXT PRIMARY KEY, number TEXT NOT NULL REFERENCES members, worth INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS outcomes (
    key TEXT PRIMARY KEY, operation TEXT NOT NULL, request TEXT NOT NULL, state TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;
"""
