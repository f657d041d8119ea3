-- CreateTable
CREATE TABLE "saved_slice" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "document" JSON NOT NULL,
    "watched" BOOLEAN NOT NULL DEFAULT false,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_slice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "saved_slice_organisation_id_name_key" ON "saved_slice"("organisation_id", "name");

-- AddForeignKey
ALTER TABLE "saved_slice" ADD CONSTRAINT "saved_slice_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Its rows exist only for the organisation that the transaction names, as those of every tenant's table.
ALTER TABLE "saved_slice" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saved_slice" FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON "saved_slice"
  USING (organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid)
  WITH CHECK (organisation_id = nullif(current_setting('app.organisation_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON "saved_slice" TO plumbline_app;
