-- The process that an item is lent to, when that is a child JVM: the lease ends with it.
ALTER TABLE queue_item ADD COLUMN lease_child str CHECK (lease_child IS NULL OR state = 'LENT');

-- The token of the lease that ended last: its answer may turn out never to have got through.
ALTER TABLE queue_item ADD COLUMN lapsed_token str;

CREATE INDEX queue_item_child ON queue_item (lease_child) WHERE lease_child IS NOT NULL;
