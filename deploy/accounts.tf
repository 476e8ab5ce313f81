# One account a job, each with no more than its job needs.
locals {
  accounts = merge(
    {
      sync    = "Runs sync: reads its secrets, writes the shop's tables"
      migrate = "Runs migrate: makes the job's tables"
      renew   = "Runs renew-token: adds versions to the token's secret"
    },
    local.with_page ? { reader = "Runs report: reads the job's tables, writes the page" } : {},
    local.with_uploads ? { serve = "Takes in uploads: reads and writes their tables and files" } : {},
  )
  database_accounts = toset(concat(["sync", "migrate"], local.with_page ? ["reader"] : [], local.with_uploads ? ["serve"] : []))
}

resource "google_service_account" "job" {
  for_each     = local.accounts
  account_id   = "bitcram-${each.key}"
  display_name = each.value
  depends_on   = [google_project_service.needed]
}

resource "google_project_iam_member" "database_client" {
  for_each = local.database_accounts
  project  = var.project
  role     = "roles/cloudsql.client"
  member   = google_service_account.job[each.key].member
  condition {
    title      = "only this instance"
    expression = "resource.name == 'projects/${var.project}/instances/${var.instance}' && resource.type == 'sqladmin.googleapis.com/Instance'"
  }
}

resource "google_project_iam_member" "database_user" {
  for_each = local.with_iam_login ? local.database_accounts : toset([])
  project  = var.project
  role     = "roles/cloudsql.instanceUser"
  member   = google_service_account.job[each.key].member
  condition {
    title      = "only this instance"
    expression = "resource.name == 'projects/${var.project}/instances/${var.instance}' && resource.type == 'sqladmin.googleapis.com/Instance'"
  }
}

# Cloud Build as it deploys: pushes the image, updates the jobs and runs migrate.
resource "google_service_account" "builder" {
  account_id   = "bitcram-builder"
  display_name = "Builds, tests and deploys the job"
  depends_on   = [google_project_service.needed]
}

resource "google_artifact_registry_repository_iam_member" "builder" {
  repository = google_artifact_registry_repository.images.name
  location   = google_artifact_registry_repository.images.location
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.builder.member
}

resource "google_cloud_run_v2_job_iam_member" "builder" {
  for_each = google_cloud_run_v2_job.job
  name     = each.value.name
  location = each.value.location
  role     = "roles/run.developer"
  member   = google_service_account.builder.member
}

# Who deploys a job makes it act as the job's account.
resource "google_service_account_iam_member" "builder" {
  for_each           = google_service_account.job
  service_account_id = each.value.name
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.builder.member
}

# The build's own log; and to wait for an execution is to read what has no policy of its own.
resource "google_project_iam_member" "builder" {
  for_each = toset(["roles/logging.logWriter", "roles/run.viewer"])
  project  = var.project
  role     = each.value
  member   = google_service_account.builder.member
}

# Where `gcloud builds submit` lays the source.
resource "google_project_iam_member" "builder_source" {
  project = var.project
  role    = "roles/storage.objectViewer"
  member  = google_service_account.builder.member
  condition {
    title      = "only the source of builds"
    expression = "resource.name.startsWith('projects/_/buckets/${var.project}_cloudbuild')"
  }
}
