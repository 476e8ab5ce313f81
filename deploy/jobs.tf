locals {
  # Of each container that tells people something: an alert in a chat is read by whoever reads the page.
  telling = {
    PROJECT_ID = var.project
    LANG       = var.page_language
  }
  # Cloud Run itself reads these, with the container's account, and takes no secret that has no value yet.
  secret_settings = var.running ? var.secret_settings : {}
  # Where a database without a public address is reached.
  networks = var.network == "" ? [] : [{
    network    = var.network
    subnetwork = var.subnetwork == "" ? null : var.subnetwork
  }]
  # How a job reaches the database as the user of its own account.
  database = {
    for account in local.database_accounts : account => merge(
      {
        INSTANCE_DB  = data.google_sql_database_instance.shop.connection_name
        IP_TYPE_DB   = var.database_address
        AUTH_TYPE_DB = var.database_login
        USER_DB      = "bitcram-${account}"
        NAME_DB      = var.schema
      },
      local.with_iam_login ? {} : { PASSWORD_DB_SECRET_ID = "bitcram-db-${account}" },
    )
  }
  bitcram = {
    PROJECT_ID  = var.project
    SECRET_ID   = "bitcram-token"
    URL_BITCRAM = var.url_bitcram
  }
  renewal = {
    USER_BITCRAM               = var.user_bitcram
    PASSWORD_BITCRAM_SECRET_ID = "bitcram-password"
  }
  publications = local.with_publications ? {
    NOTIFY                        = "on"
    URL_PUBLICATIONS              = var.url_publications
    SECRET_PUBLICATIONS_SECRET_ID = "bitcram-publications"
  } : { NOTIFY = "off" }
  shopify = local.with_shopify ? {
    SHOPIFY                 = "on"
    SHOPIFY_URL             = var.shopify_url
    SHOPIFY_TOKEN_SECRET_ID = "bitcram-shopify"
    SHOPIFY_LOCATION_ID     = var.shopify_location
  } : {}
  meli = local.with_meli ? {
    # The publications service writes there too.
    NOTIFY                       = "off"
    MELI                         = "on"
    MELI_CLIENT_ID               = var.meli_client_id
    MELI_CLIENT_SECRET_SECRET_ID = "bitcram-meli"
    MELI_REFRESH_TOKEN_SECRET_ID = "bitcram-meli-refresh"
  } : {}
  marketplaces = merge(local.shopify, local.meli)
  # Where the worker takes sales from, and the job of sync, started by hand, looks at what could not be recorded (dead list).
  till = local.with_till ? { RABBITMQ_URL_SECRET_ID = "bitcram-rabbitmq" } : {}

  # Google's sample stands in until Cloud Build has pushed an image and deployed it.
  image = var.running ? "${var.region}-docker.pkg.dev/${var.project}/${var.repository}/bitcram-inventory-sync:latest" : "us-docker.pkg.dev/cloudrun/container/job:latest"

  jobs = merge(
    {
      sync = {
        args = ["sync"]
        env = merge(
          local.telling,
          local.bitcram,
          # Ended by itself, a run has a report and an alert; ended by Cloud Run it has neither.
          { CHECKOUT = tostring(var.checkout), RUN_LIMIT_S = tostring(var.task_timeout_s - 60) },
          local.database["sync"],
          local.publications,
          local.marketplaces,
          local.till,
          local.with_renewal && var.sync_renews_token ? local.renewal : {},
          var.settings,
        )
      }
      migrate = {
        args = ["migrate"]
        env  = merge({ PROJECT_ID = var.project }, local.database["migrate"])
      }
    },
    local.with_renewal ? {
      renew = { args = ["renew-token"], env = merge(local.bitcram, local.renewal) }
    } : {},
    local.with_page ? {
      reader = {
        args = ["--lang", var.page_language, "report", "--out", "/page/index.html", "--time-zone", var.time_zone]
        env  = merge({ PROJECT_ID = var.project }, local.database["reader"])
      }
    } : {},
  )
}

resource "google_cloud_run_v2_job" "job" {
  for_each = local.jobs
  name     = "bitcram-${each.key}"
  location = var.region
  # A job holds nothing. Protected, it could not go when user_bitcram does, nor when it has to be made anew.
  deletion_protection = false

  template {
    task_count  = 1
    parallelism = 1
    template {
      service_account = google_service_account.job[each.key].email
      # The schedule is the retry: a second try at once only meets the lock, or the same trouble.
      max_retries = 0
      timeout     = "${var.task_timeout_s}s"

      containers {
        image = local.image
        args  = each.value.args
        resources {
          limits = {
            cpu    = "1"
            memory = var.memory
          }
        }
        dynamic "env" {
          for_each = each.value.env
          content {
            name  = env.key
            value = env.value
          }
        }
        dynamic "env" {
          for_each = each.key == "sync" ? local.secret_settings : {}
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
        dynamic "volume_mounts" {
          for_each = each.key == "reader" ? ["page"] : []
          content {
            name       = volume_mounts.value
            mount_path = "/page"
          }
        }
      }

      dynamic "volumes" {
        for_each = each.key == "reader" ? google_storage_bucket.page[*].name : []
        content {
          name = "page"
          gcs {
            bucket = volumes.value
            # The image's user, who could not write into a folder of root's.
            mount_options = ["uid=1000", "gid=1000"]
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
  }

  lifecycle {
    # Cloud Build deploys the images.
    ignore_changes = [client, client_version, template[0].template[0].containers[0].image]
  }
  depends_on = [
    google_project_service.needed,
    google_secret_manager_secret_iam_member.reader,
    google_project_iam_member.database_client,
    google_storage_bucket_iam_member.writer,
  ]
}
