-- Roles of the telemetry database, and the database itself. Run by configure_postgresql.sh, as a superuser, connected to any other
-- database. May be run again: what is there stays. Variables: database, tablespace (empty: the server's own), password.
\set ON_ERROR_STOP on

SELECT 'CREATE ROLE xsup LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'xsup') \gexec
SELECT 'CREATE ROLE xtelem LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'xtelem') \gexec

-- The role's password is what the secret's file says, also after the file was changed.
SET password_encryption = 'scram-sha-256';
ALTER ROLE xtelem PASSWORD :'password';

-- xsup reads everything and writes nothing. It has no password: it logs in on this machine, by its account's name.
SELECT 'GRANT pg_read_all_data TO xsup' WHERE NOT pg_has_role('xsup', 'pg_read_all_data', 'MEMBER') \gexec

SELECT format('CREATE DATABASE %I OWNER xtelem %s', :'database', CASE WHEN :'tablespace' = '' THEN '' ELSE format('TABLESPACE %I', :'tablespace') END)
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

-- From PostgreSQL 15 on, only the owner of a database may make tables in its schema public.
SELECT format('ALTER DATABASE %I OWNER TO xtelem', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE d.datname = :'database' AND r.rolname = 'xtelem') \gexec
SELECT format('GRANT ALL PRIVILEGES ON DATABASE %I TO xtelem', :'database') \gexec
