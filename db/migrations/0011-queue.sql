-- Lists of the workspace read a few rows from an index that already stands in their order, however many tickets have ended.
-- Untriaged tickets, wherever they stand (a stop report, a bot's question that waits): the view "to triage".
create index tickets_triage on tickets (queue_group, queue_due, queue_category, queue_channel, received_at, id) where category is null and queue_group < 7;
-- The hot list is paged by due and then by id.
drop index tickets_hot;
create index tickets_hot on tickets (queue_due, id) where queue_group < 4;
-- Search of people by words; numbers are searched by their digits.
create index contacts_words on contacts using gin ((translate(lower(name), 'ё', 'е')) gin_trgm_ops);
create index contacts_digits on contacts using gin (phone gin_trgm_ops) where phone is not null;
create index companies_words on companies using gin ((translate(lower(name), 'ё', 'е')) gin_trgm_ops);
drop index points_words;
create index points_words on points using gin ((translate(lower(name || ' ' || address), 'ё', 'е')) gin_trgm_ops) where archived_at is null;
create unique index companies_name on companies (lower(name)) where external_id is null;
-- What is dialled after the number is answered ("доб. 204").
alter table contacts add column phone_extension text check (phone_extension ~ '^[0-9]{1,8}$');
