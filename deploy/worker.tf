# Keeps the marketplaces up to date between the runs, and records the sales of the till where there is one. Nobody asks it anything, so it
# is no service; it reads and writes what sync does.
resource "google_cloud_run_v2_worker_pool" "sales" {
  count    = local.with_worker ? 1 : 0
  name     = "bitcram-sales-worker"
  location = var.region
  # It holds nothing.
  deletion_protection = false

  scaling {
    # A worker without the database's rights could only fail.
    manual_instance_count = var.running ? 1 : 0
  }

  template {
    service_account = google_service_account.job["sync"].email

    containers {
      image = local.image
      args  = local.with_till ? ["sales-worker"] : ["sales-worker", "--deliver-only"]
      resources {
        limits = {
          cpu    = "1"
          memory = var.memory
        }
      }
      dynamic "env" {
        for_each = merge(local.telling, local.database["sync"], local.marketplaces, local.till, { HEALTH_LISTEN = "0.0.0.0:9090" }, var.settings)
        content {
          name  = env.key
          value = env.value
        }
      }
      # One that no longer handles its events is restarted. What it needs and does not have is no reason: it waits for that by itself.
      startup_probe {
        period_seconds    = 5
        timeout_seconds   = 2
        failure_threshold = 12
        http_get {
          path = "/healthz"
          port = 9090
        }
      }
      liveness_probe {
        period_seconds    = 30
        timeout_seconds   = 5
        failure_threshold = 3
        http_get {
          path = "/healthz"
          port = 9090
        }
      }
      # With ALERT_URL among them it tells how its comparisons end, as a run of sync does.
      dynamic "env" {
        for_each = local.secret_settings
        content {
          name = env.key
          value_source {
            secret_key_ref {
              secret  = env.value
              version = "latest"
            }
          }
        }
      }
    }

    dynamic "vpc_access" {
      for_each = local.networks
      content {
        egress = "PRIVATE_RANGES_ONLY"
        network_interfaces {
          network    = vpc_access.value.network
          subnetwork = vpc_access.value.subnetwork
        }
      }
    }
  }

  lifecycle {
    # Cloud Build deploys the images.
    ignore_changes = [client, client_version, template[0].containers[0].image]
  }
  depends_on = [
    google_project_service.needed,
    google_secret_manager_secret_iam_member.reader,
    google_project_iam_member.database_client,
  ]
}

resource "google_cloud_run_v2_worker_pool_iam_member" "builder" {
  count    = local.with_worker ? 1 : 0
  name     = google_cloud_run_v2_worker_pool.sales[0].name
  location = google_cloud_run_v2_worker_pool.sales[0].location
  role     = "roles/run.developer"
  member   = google_service_account.builder.member
}
