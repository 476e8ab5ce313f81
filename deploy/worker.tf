# Keeps the marketplaces up to date between the runs. Nobody asks it anything, so it is no service; it reads and writes what sync does.
resource "google_cloud_run_v2_worker_pool" "sales" {
  count    = var.sales_worker ? 1 : 0
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
      args  = ["sales-worker", "--deliver-only"]
      resources {
        limits = {
          cpu    = "1"
          memory = var.memory
        }
      }
      dynamic "env" {
        for_each = merge({ PROJECT_ID = var.project }, local.database["sync"], local.marketplaces, var.settings)
        content {
          name  = env.key
          value = env.value
        }
      }
    }

    dynamic "vpc_access" {
      for_each = var.network == "" ? [] : [var.network]
      content {
        egress = "PRIVATE_RANGES_ONLY"
        network_interfaces {
          network    = vpc_access.value
          subnetwork = var.subnetwork == "" ? null : var.subnetwork
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
  count    = var.sales_worker ? 1 : 0
  name     = google_cloud_run_v2_worker_pool.sales[0].name
  location = google_cloud_run_v2_worker_pool.sales[0].location
  role     = "roles/run.developer"
  member   = google_service_account.builder.member
}
