# Takes in the spreadsheets of suppliers, and works on them: a service that the internet reaches, with an account that sees nothing but
# uploads. Their files lie in a bucket, since no folder outlives an instance.
locals {
  with_uploads = var.uploads_bucket != ""
  # The program itself refuses whoever has no token; it is there once its image and its secrets are.
  with_serve = local.with_uploads && var.running
  uploads = {
    LISTEN                          = "0.0.0.0:8080"
    API_TOKENS_SECRET_ID            = "bitcram-api-tokens"
    UPLOAD_STORE                    = "s3://${var.uploads_bucket}/uploads"
    S3_ENDPOINT                     = "https://storage.googleapis.com"
    AWS_ACCESS_KEY_ID               = var.uploads_hmac_id
    AWS_SECRET_ACCESS_KEY_SECRET_ID = "bitcram-uploads-hmac"
  }
}

resource "google_storage_bucket" "uploads" {
  count                       = local.with_uploads ? 1 : 0
  name                        = var.uploads_bucket
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  # The program deletes what it needs no more, but for what broke off in the middle.
  lifecycle_rule {
    condition {
      age = 1
    }
    action {
      type = "AbortIncompleteMultipartUpload"
    }
  }
  depends_on = [google_project_service.needed]
}

resource "google_storage_bucket_iam_member" "uploads" {
  count  = local.with_uploads ? 1 : 0
  bucket = google_storage_bucket.uploads[0].name
  role   = "roles/storage.objectUser"
  member = google_service_account.job["serve"].member
}

resource "google_cloud_run_v2_service" "serve" {
  count    = local.with_serve ? 1 : 0
  name     = "bitcram-serve"
  location = var.region
  # It holds nothing.
  deletion_protection = false
  ingress             = "INGRESS_TRAFFIC_ALL"
  # Who may ask says API_TOKENS.
  invoker_iam_disabled = true

  template {
    service_account = google_service_account.job["serve"].email
    # A page listens for half an hour at a time.
    timeout                          = "3600s"
    max_instance_request_concurrency = 200

    scaling {
      # Its workers have something to do while nobody asks.
      min_instance_count = 1
      max_instance_count = 3
    }

    containers {
      image = local.image
      args  = ["serve"]
      # Without it no body of more than 32 MB is passed on.
      ports {
        name           = "h2c"
        container_port = 8080
      }
      resources {
        limits = {
          cpu = "1"
          # A worker reads a file from the folder for temporary files, which is memory here.
          memory = "1Gi"
        }
        # Billed by the instance: between two requests a worker would stand still.
        cpu_idle          = false
        startup_cpu_boost = true
      }
      dynamic "env" {
        for_each = merge(local.telling, local.uploads, local.database["serve"], var.upload_settings)
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
          port = 8080
        }
      }
      liveness_probe {
        period_seconds    = 30
        timeout_seconds   = 5
        failure_threshold = 3
        http_get {
          path = "/healthz"
          port = 8080
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
    precondition {
      condition     = var.uploads_hmac_id != ""
      error_message = "The files of uploads need uploads_hmac_id, the id of an HMAC key of bitcram-serve."
    }
  }
  depends_on = [
    google_project_service.needed,
    google_secret_manager_secret_iam_member.reader,
    google_project_iam_member.database_client,
    google_storage_bucket_iam_member.uploads,
  ]
}

resource "google_cloud_run_v2_service_iam_member" "builder" {
  count    = local.with_serve ? 1 : 0
  name     = google_cloud_run_v2_service.serve[0].name
  location = google_cloud_run_v2_service.serve[0].location
  role     = "roles/run.developer"
  member   = google_service_account.builder.member
}
