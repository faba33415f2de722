-- The shift board lists tickets whose date has come; few at a time among many open ones.
create index tickets_came_back on tickets (queue_group, queue_due) where came_back;
