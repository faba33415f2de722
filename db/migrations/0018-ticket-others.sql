-- What a ticket of a whole service needs beside one point and one person: more of both, dates on which it comes back, the development item and the
-- outage it waits for. All derived from its events, like the rest of the row.
alter table tickets
  add column development_id uuid,
  add column incident_id uuid,
  add column incident_number int,
  -- A date has come and nobody has looked since.
  add column came_back boolean not null default false,
  add column comes_back_at timestamptz;
create index tickets_development on tickets (development_id) where development_id is not null;
create index tickets_incident on tickets (incident_id) where incident_id is not null;

-- A company is taken away only when nothing refers to it, and reports are asked for by company.
create index tickets_company on tickets (company_id) where company_id is not null;
create index contacts_company on contacts (company_id) where company_id is not null;

create table ticket_points (
  ticket_id uuid not null references tickets,
  point_id uuid not null references points,
  primary key (ticket_id, point_id)
);
create index ticket_points_point on ticket_points (point_id);

-- Other people of a ticket than the main one; each sees his own conversation with the desk.
create table ticket_people (
  ticket_id uuid not null references tickets,
  contact_id uuid not null references contacts,
  conversation_id uuid references conversations,
  primary key (ticket_id, contact_id)
);
create index ticket_people_conversation on ticket_people (conversation_id) where conversation_id is not null;

-- product.md 4.5: a person is asked for a rating at most once in 30 days.
alter table contacts add column rating_asked_at timestamptz;
