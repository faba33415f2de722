-- A member who forgot the password sets a new one by a one-time link. It names the member and nothing else: name, e-mail and role are read from staff.
alter table welcome_links add column member_id uuid references staff;
alter table welcome_links alter column role drop not null;
alter table welcome_links drop constraint welcome_links_kind_check;
alter table welcome_links add constraint welcome_links_kind_check check (kind in ('first_admin', 'invitation', 'reset'));
alter table welcome_links add constraint welcome_links_reset_names_member check ((kind = 'reset') = (member_id is not null));
alter table welcome_links add constraint welcome_links_others_give_role check ((kind = 'reset') = (role is null));
-- At most one open link for each member.
create unique index welcome_links_one_reset on welcome_links (member_id) where kind = 'reset' and used_at is null;
