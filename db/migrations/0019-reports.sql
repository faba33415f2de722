-- Monthly reports read tickets that touch a month: begun before its end and not ended before its start, in the order of receipt, in portions by key.
-- Without this index each portion would walk the whole table. `resolved_at` and `company_id` ride along, so that what is passed over costs no visit to the table.
create index tickets_report on tickets (created_at, id) include (resolved_at, company_id);
