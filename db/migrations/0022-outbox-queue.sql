-- The sender takes parcels in the order of the outbox: the first few are found without looking at all that wait.
create index outbox_queue on outbox (position) where state = 'queued';
