locals {
  schedules = merge(
    { sync = var.schedule },
    local.with_renewal ? { renew = var.renew_schedule } : {},
    local.with_page ? { reader = var.page_schedule } : {},
  )
  schedules_of_sync = merge(
    var.flash_schedule == "" ? {} : { flash = { schedule = var.flash_schedule, args = ["sync", "--mode", "flash"] } },
    # What is new in a marketplace gets no stock before its listing is read.
    local.with_shopify || local.with_meli ? { listings = { schedule = var.listings_schedule, args = ["listings", "pull"] } } : {},
  )
}

# One account a schedule, so that each can start its own job and no other.
resource "google_service_account" "scheduler" {
  for_each     = local.schedules
  account_id   = "bitcram-${each.key}-scheduler"
  display_name = "Starts the job bitcram-${each.key}"
  depends_on   = [google_project_service.needed]
}

resource "google_cloud_run_v2_job_iam_member" "scheduler" {
  for_each = local.schedules
  name     = google_cloud_run_v2_job.job[each.key].name
  location = google_cloud_run_v2_job.job[each.key].location
  role     = "roles/run.invoker"
  member   = google_service_account.scheduler[each.key].member
}

resource "google_cloud_scheduler_job" "schedule" {
  for_each  = local.schedules
  name      = "bitcram-${each.key}"
  region    = var.region
  schedule  = each.value
  time_zone = var.time_zone
  # A run without the database's rights could only fail.
  paused = !var.running
  # How long the start may take, not the run.
  attempt_deadline = "60s"

  retry_config {
    retry_count = 0
  }
  http_target {
    http_method = "POST"
    uri         = "https://run.googleapis.com/v2/${google_cloud_run_v2_job.job[each.key].id}:run"
    oauth_token {
      service_account_email = google_service_account.scheduler[each.key].email
      scope                 = "https://www.googleapis.com/auth/cloud-platform"
    }
  }
  depends_on = [google_cloud_run_v2_job_iam_member.scheduler]
}

# The job of sync with other arguments, which takes the right to give them.
resource "google_cloud_run_v2_job_iam_member" "with_arguments" {
  count    = length(local.schedules_of_sync) == 0 ? 0 : 1
  name     = google_cloud_run_v2_job.job["sync"].name
  location = google_cloud_run_v2_job.job["sync"].location
  role     = "roles/run.jobsExecutorWithOverrides"
  member   = google_service_account.scheduler["sync"].member
}

moved {
  from = google_cloud_run_v2_job_iam_member.flash
  to   = google_cloud_run_v2_job_iam_member.with_arguments
}

resource "google_cloud_scheduler_job" "of_sync" {
  for_each         = local.schedules_of_sync
  name             = "bitcram-${each.key}"
  region           = var.region
  schedule         = each.value.schedule
  time_zone        = var.time_zone
  paused           = !var.running
  attempt_deadline = "60s"

  retry_config {
    retry_count = 0
  }
  http_target {
    http_method = "POST"
    uri         = "https://run.googleapis.com/v2/${google_cloud_run_v2_job.job["sync"].id}:run"
    headers     = { "Content-Type" = "application/json" }
    body        = base64encode(jsonencode({ overrides = { containerOverrides = [{ args = each.value.args }] } }))
    oauth_token {
      service_account_email = google_service_account.scheduler["sync"].email
      scope                 = "https://www.googleapis.com/auth/cloud-platform"
    }
  }
  depends_on = [google_cloud_run_v2_job_iam_member.with_arguments]
}

moved {
  from = google_cloud_scheduler_job.flash[0]
  to   = google_cloud_scheduler_job.of_sync["flash"]
}
