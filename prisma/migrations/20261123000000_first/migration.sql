-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "role" AS ENUM ('administrator', 'auditor', 'officer', 'regulator');

-- CreateEnum
CREATE TYPE "upload_purpose" AS ENUM ('dataset', 'model');

-- CreateEnum
CREATE TYPE "upload_state" AS ENUM ('awaited', 'received', 'used');

-- CreateEnum
CREATE TYPE "audit_state" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "task_state" AS ENUM ('pending', 'done', 'failed');

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organisation" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "organisation_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("organisation_id","user_id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "start" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "user_id" UUID,
    "api_key_id" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "activity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upload" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "filename" TEXT NOT NULL,
    "purpose" "upload_purpose" NOT NULL,
    "state" "upload_state" NOT NULL DEFAULT 'awaited',
    "token_hash" TEXT NOT NULL,
    "size_bytes" BIGINT,
    "digest" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "columns" JSON NOT NULL,
    "source" JSON NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dataset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset_chunk" (
    "organisation_id" UUID NOT NULL,
    "dataset_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "first_row" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "dataset_chunk_pkey" PRIMARY KEY ("organisation_id","dataset_id","index")
);

-- CreateTable
CREATE TABLE "model" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_version" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "format" TEXT,
    "file_digest" TEXT,
    "mapping" JSON,
    "card" JSON,
    "facts" JSON,
    "dataset_id" UUID,
    "prediction_column" TEXT,
    "score_column" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_file" (
    "organisation_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "model_file_pkey" PRIMARY KEY ("organisation_id","digest")
);

-- CreateTable
CREATE TABLE "policy" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "document" JSON NOT NULL,
    "digest" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "state" "audit_state" NOT NULL DEFAULT 'queued',
    "dataset_id" UUID NOT NULL,
    "model_version_id" UUID NOT NULL,
    "policy_id" UUID NOT NULL,
    "schedule_id" UUID,
    "seed" DOUBLE PRECISION NOT NULL,
    "request" JSON NOT NULL,
    "plan" JSON NOT NULL,
    "digest" TEXT,
    "judgement" JSON,
    "fault" JSON,
    "cancelled_by" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_task" (
    "organisation_id" UUID NOT NULL,
    "audit_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "pillar" TEXT NOT NULL,
    "work" TEXT NOT NULL,
    "state" "task_state" NOT NULL DEFAULT 'pending',
    "attempt" TEXT,
    "partial" JSON,
    "fault" JSON,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_task_pkey" PRIMARY KEY ("organisation_id","audit_id","index")
);

-- CreateTable
CREATE TABLE "audit_work" (
    "organisation_id" UUID NOT NULL,
    "audit_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "pillar" TEXT NOT NULL,
    "work" TEXT NOT NULL,

    CONSTRAINT "audit_work_pkey" PRIMARY KEY ("organisation_id","audit_id","ordinal")
);

-- CreateTable
CREATE TABLE "audit_result" (
    "organisation_id" UUID NOT NULL,
    "audit_id" UUID NOT NULL,
    "pillar" TEXT NOT NULL,
    "work" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "position" INTEGER,
    "method" TEXT NOT NULL,
    "attribute" TEXT,
    "result" JSON NOT NULL,

    CONSTRAINT "audit_result_pkey" PRIMARY KEY ("organisation_id","audit_id","pillar","work","ordinal")
);

-- CreateTable
CREATE TABLE "audit_artifact" (
    "organisation_id" UUID NOT NULL,
    "audit_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "pillar" TEXT NOT NULL,
    "work" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "body" JSON NOT NULL,

    CONSTRAINT "audit_artifact_pkey" PRIMARY KEY ("organisation_id","audit_id","name")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "audit_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "previous_digest" TEXT,
    "key_id" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "id" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "schedule" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "cron" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "request" JSON NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "last_fired_at" TIMESTAMPTZ(3),
    "last_fault" JSON,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "account_user_id_idx" ON "account"("user_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limit_key_key" ON "rate_limit"("key");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE INDEX "api_key_organisation_id_idx" ON "api_key"("organisation_id");

-- CreateIndex
CREATE INDEX "activity_organisation_id_id_idx" ON "activity"("organisation_id", "id");

-- CreateIndex
CREATE INDEX "upload_organisation_id_expires_at_idx" ON "upload"("organisation_id", "expires_at");

-- CreateIndex
CREATE INDEX "dataset_organisation_id_digest_idx" ON "dataset"("organisation_id", "digest");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_organisation_id_id_key" ON "dataset"("organisation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "model_organisation_id_id_key" ON "model"("organisation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "model_version_organisation_id_id_key" ON "model_version"("organisation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "model_version_organisation_id_model_id_number_key" ON "model_version"("organisation_id", "model_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "policy_organisation_id_id_key" ON "policy"("organisation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "policy_organisation_id_name_version_key" ON "policy"("organisation_id", "name", "version");

-- CreateIndex
CREATE INDEX "audit_organisation_id_dataset_id_model_version_id_idx" ON "audit"("organisation_id", "dataset_id", "model_version_id");

-- CreateIndex
CREATE INDEX "audit_organisation_id_schedule_id_idx" ON "audit"("organisation_id", "schedule_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_organisation_id_id_key" ON "audit"("organisation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_task_organisation_id_audit_id_key_key" ON "audit_task"("organisation_id", "audit_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "audit_work_organisation_id_audit_id_pillar_work_key" ON "audit_work"("organisation_id", "audit_id", "pillar", "work");

-- CreateIndex
CREATE INDEX "audit_result_organisation_id_audit_id_position_idx" ON "audit_result"("organisation_id", "audit_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_organisation_id_audit_id_key" ON "evidence"("organisation_id", "audit_id");

-- CreateIndex
CREATE UNIQUE INDEX "schedule_organisation_id_id_key" ON "schedule"("organisation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "schedule_organisation_id_name_key" ON "schedule"("organisation_id", "name");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity" ADD CONSTRAINT "activity_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset" ADD CONSTRAINT "dataset_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset_chunk" ADD CONSTRAINT "dataset_chunk_organisation_id_dataset_id_fkey" FOREIGN KEY ("organisation_id", "dataset_id") REFERENCES "dataset"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model" ADD CONSTRAINT "model_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_organisation_id_model_id_fkey" FOREIGN KEY ("organisation_id", "model_id") REFERENCES "model"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_organisation_id_file_digest_fkey" FOREIGN KEY ("organisation_id", "file_digest") REFERENCES "model_file"("organisation_id", "digest") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_organisation_id_dataset_id_fkey" FOREIGN KEY ("organisation_id", "dataset_id") REFERENCES "dataset"("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_file" ADD CONSTRAINT "model_file_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy" ADD CONSTRAINT "policy_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit" ADD CONSTRAINT "audit_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit" ADD CONSTRAINT "audit_organisation_id_dataset_id_fkey" FOREIGN KEY ("organisation_id", "dataset_id") REFERENCES "dataset"("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit" ADD CONSTRAINT "audit_organisation_id_model_version_id_fkey" FOREIGN KEY ("organisation_id", "model_version_id") REFERENCES "model_version"("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit" ADD CONSTRAINT "audit_organisation_id_policy_id_fkey" FOREIGN KEY ("organisation_id", "policy_id") REFERENCES "policy"("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit" ADD CONSTRAINT "audit_organisation_id_schedule_id_fkey" FOREIGN KEY ("organisation_id", "schedule_id") REFERENCES "schedule"("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_task" ADD CONSTRAINT "audit_task_organisation_id_audit_id_fkey" FOREIGN KEY ("organisation_id", "audit_id") REFERENCES "audit"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_work" ADD CONSTRAINT "audit_work_organisation_id_audit_id_fkey" FOREIGN KEY ("organisation_id", "audit_id") REFERENCES "audit"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_result" ADD CONSTRAINT "audit_result_organisation_id_audit_id_fkey" FOREIGN KEY ("organisation_id", "audit_id") REFERENCES "audit"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_artifact" ADD CONSTRAINT "audit_artifact_organisation_id_audit_id_fkey" FOREIGN KEY ("organisation_id", "audit_id") REFERENCES "audit"("organisation_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_organisation_id_audit_id_fkey" FOREIGN KEY ("organisation_id", "audit_id") REFERENCES "audit"("organisation_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "signing_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "schedule" ADD CONSTRAINT "schedule_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Large values are compressed or random already: keep them out of line, uncompressed.
ALTER TABLE "dataset_chunk" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
ALTER TABLE "model_file" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
ALTER TABLE "evidence" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

-- The role that every tenant's transaction takes on (SET LOCAL ROLE). It cannot log in, owns nothing and cannot go round row-level
-- security, so policies hold even where DATABASE_URL's own user is a superuser or the tables' owner.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'plumbline_app') THEN
    BEGIN
      CREATE ROLE plumbline_app NOLOGIN;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server is being migrated at the same moment
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'The user "%" may not create the role plumbline_app that row-level security needs.', current_user
          USING HINT = 'Let an administrator run once: CREATE ROLE plumbline_app NOLOGIN; GRANT plumbline_app TO ' || quote_ident(current_user) || ';';
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'plumbline_app' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'The role plumbline_app may bypass row-level security, so tenants would not be kept apart.'
      USING HINT = 'Run: ALTER ROLE plumbline_app NOSUPERUSER NOBYPASSRLS;';
  END IF;
  IF NOT pg_has_role(current_user, 'plumbline_app', 'MEMBER') THEN
    BEGIN
      EXECUTE format('GRANT plumbline_app TO %I', current_user);
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE EXCEPTION 'The user "%" may not take on the role plumbline_app that row-level security needs.', current_user
        USING HINT = 'Let an administrator run once: GRANT plumbline_app TO ' || quote_ident(current_user) || ';';
    END;
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO plumbline_app', current_schema());
END
$$;

-- Tenants' tables: their rows exist only for the organisation that the transaction names. Unset or empty names none.
DO $$
DECLARE
  tenant text;
BEGIN
  FOREACH tenant IN ARRAY ARRAY[
    'membership', 'api_key', 'activity', 'upload', 'dataset', 'dataset_chunk', 'model', 'model_version', 'model_file', 'policy',
    'audit', 'audit_task', 'audit_work', 'audit_result', 'audit_artifact', 'evidence', 'schedule'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format(
      'CREATE POLICY organisation ON %I USING (organisation_id = nullif(current_setting(''app.organisation_id'', true), '''')::uuid)'
      ' WITH CHECK (organisation_id = nullif(current_setting(''app.organisation_id'', true), '''')::uuid)', tenant);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO plumbline_app', tenant);
  END LOOP;
END
$$;

ALTER TABLE "organisation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "organisation" FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON "organisation"
  USING (id = nullif(current_setting('app.organisation_id', true), '')::uuid)
  WITH CHECK (id = nullif(current_setting('app.organisation_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON "organisation" TO plumbline_app;

-- Someone who has just signed in belongs to no named organisation yet, and may see which ones they are a member of.
CREATE POLICY own_membership ON "membership" FOR SELECT
  USING (user_id = nullif(current_setting('app.user_id', true), '')::uuid);

GRANT SELECT ON "signing_key" TO plumbline_app;

-- Evidence and the record of who did what are only ever added to.
REVOKE UPDATE, DELETE ON "evidence", "activity" FROM plumbline_app;
