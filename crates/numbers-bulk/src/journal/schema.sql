-- A journal of numbers-bulk, schema 1.
--
-- PRAGMA application_id is 0x4e554d4a ("NUMJ"), PRAGMA user_version the number of the schema.
-- Times are in UTC, as 2026-11-25T10:08:13.482913Z. Prices are decimal numbers in text.

-- One row: whose journal it is.
CREATE TABLE journal (
    project_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- The program and its version.
    created_by TEXT NOT NULL
);

-- One row for each plan that was staged. A plan is staged whole or not at all.
CREATE TABLE plan (
    id        INTEGER PRIMARY KEY,
    -- The name of its file; - is standard input.
    name      TEXT NOT NULL,
    staged_at TEXT NOT NULL
);

-- One row for each time that the journal was worked on.
CREATE TABLE run (
    id         INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    -- NULL while it goes on, and after a crash.
    ended_at   TEXT,
    -- Why it ended before everything was done.
    stopped    TEXT
);

-- One row for each number: what the plans ask for, and what became of it. All rows of a
-- journal are for one operation.
CREATE TABLE entry (
    id           INTEGER PRIMARY KEY,
    plan_id      INTEGER NOT NULL REFERENCES plan (id),
    -- The line of the plan, counted from 1.
    line         INTEGER NOT NULL,
    operation    TEXT    NOT NULL CHECK (operation IN ('rent', 'release', 'update')),
    phone_number TEXT    NOT NULL,
    -- The number as the plan writes it, where that is not E.164.
    written      TEXT,
    -- What is asked for, in the JSON of the API: the configuration to rent the number with, or
    -- what is changed about it. To release a number, {}.
    request      TEXT    NOT NULL,
    -- The most that it may cost, such as 2.50 USD.
    max_price    TEXT,
    -- planned:  not begun.
    -- unknown:  a request may have left, and nothing is known of it. It is so from before
    --           the request leaves until its response is here.
    -- rented, released, updated: done.
    -- rejected: the service refused.
    -- not_sent: nothing was sent.
    -- not_done: a lookup proved that the request had no effect.
    outcome      TEXT    NOT NULL CHECK (
        outcome IN (
            'planned', 'unknown', 'rented', 'released', 'updated', 'rejected', 'not_sent',
            'not_done'
        )
    ),
    UNIQUE (phone_number, operation)
);

-- One row for each entry that has been begun.
CREATE TABLE call (
    entry_id   INTEGER PRIMARY KEY REFERENCES entry (id),
    -- The run that last worked on it.
    run_id     INTEGER NOT NULL REFERENCES run (id),
    -- The last request, as `numbers reconcile --in-doubt` takes it. On disk before the
    -- request leaves; its time is the latest at which it may have.
    in_doubt   TEXT,
    -- How many requests were allowed to leave.
    requests   INTEGER NOT NULL,
    -- The HTTP status of the last response.
    status     INTEGER,
    -- What happened, for a person to read.
    message    TEXT,
    -- What renting the number costs, where that was found out before: its setup price and the
    -- first period, such as 2.50 USD.
    cost       TEXT,
    -- The recurring price and its currency, of a number that is rented.
    price      TEXT,
    currency   TEXT,
    changed_at TEXT NOT NULL
);

-- The response about each number that is done, as it was received.
CREATE TABLE response (
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id),
    body     TEXT NOT NULL
);

-- For people: what became of each number.
CREATE VIEW number AS
SELECT entry.phone_number, entry.operation, entry.outcome, call.price, call.currency,
       call.status, call.message, call.changed_at, plan.name AS plan, entry.line
FROM entry
JOIN plan ON plan.id = entry.plan_id
LEFT JOIN call ON call.entry_id = entry.id;
