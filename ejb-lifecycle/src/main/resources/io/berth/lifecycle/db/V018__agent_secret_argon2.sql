-- What an agent's secret is compared with: an Argon2id hash that names its cost and its salt. A row of before has only
-- its SHA-256, which goes when its secret is next seen.
ALTER TABLE agent_credential ADD COLUMN argon2 text;
ALTER TABLE agent_credential ALTER COLUMN hash DROP NOT NULL;
ALTER TABLE agent_credential ADD CONSTRAINT agent_credential_one_hash CHECK ((hash IS NULL) <> (argon2 IS NULL));
