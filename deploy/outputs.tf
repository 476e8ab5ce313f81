output "secrets" {
  description = "Secrets that need a value: gcloud secrets versions add NAME --data-file=-"
  value       = keys(local.readers)
}

output "jobs" {
  description = "Jobs that Cloud Build deploys to, as its substitution _JOBS has them. It deploys to bitcram-migrate first."
  value       = join(" ", [for key, job in google_cloud_run_v2_job.job : job.name if key != "migrate"])
}

output "database_users" {
  description = "Users that the files of grants/ grant rights to."
  value       = [for account in local.database_accounts : "bitcram-${account}"]
}

output "uploads" {
  description = "Where people upload spreadsheets."
  value       = local.with_serve ? "${google_cloud_run_v2_service.serve[0].uri}/uploads" : null
}

output "page" {
  description = "Where page_readers find the page."
  value       = local.with_page ? "https://storage.cloud.google.com/${var.page_bucket}/index.html" : null
}
