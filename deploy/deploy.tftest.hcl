# `terraform init && terraform test`: plans the deployment without any cloud and looks at what must hold.
mock_provider "google" {
  mock_data "google_sql_database_instance" {
    defaults = {
      connection_name = "shop:southamerica-east1:main"
    }
  }
}

# Every one of them: what is not said here would be taken from the deployment's own terraform.tfvars.
variables {
  project               = "shop"
  region                = "southamerica-east1"
  repository            = "jobs"
  running               = false
  instance              = "main"
  schema                = "bitcram"
  create_schema         = true
  database_login        = "IAM"
  database_address      = "PUBLIC"
  network               = ""
  subnetwork            = ""
  url_bitcram           = "https://shop.bitcram.example"
  checkout              = 1
  url_publications      = ""
  shopify_url           = ""
  shopify_location      = ""
  meli_client_id        = ""
  sales_worker          = false
  till_sales            = false
  uploads_bucket        = ""
  uploads_hmac_id       = ""
  upload_settings       = {}
  user_bitcram          = ""
  sync_renews_token     = false
  settings              = {}
  secret_settings       = {}
  schedule              = "*/5 * * * *"
  flash_schedule        = ""
  listings_schedule     = "15 4 * * *"
  renew_schedule        = "17 4 * * *"
  page_bucket           = ""
  page_readers          = []
  page_schedule         = "2 * * * *"
  page_language         = "es"
  time_zone             = "America/Argentina/Buenos_Aires"
  task_timeout_s        = 900
  memory                = "512Mi"
  alert_email           = ""
  notification_channels = []
  alert_after_silence_s = 3600
}

run "iam_without_webhooks_and_renewal" {
  assert {
    condition     = alltrue([for job in google_cloud_run_v2_job.job : job.template[0].template[0].max_retries == 0])
    error_message = "a job would be retried beside its schedule"
  }
  assert {
    condition     = alltrue([for job in google_cloud_run_v2_job.job : job.deletion_protection == false])
    error_message = "a renewal that is given up could not be taken away"
  }
  assert {
    condition     = join(" ", keys(google_cloud_run_v2_job.job)) == "migrate sync"
    error_message = "without USER_BITCRAM there is nothing to renew with"
  }
  assert {
    condition     = join(" ", keys(google_secret_manager_secret.secret)) == "bitcram-token"
    error_message = "with IAM log-in and without webhooks only the token is a secret"
  }
  assert {
    condition     = length(google_cloud_run_v2_worker_pool.sales) == 0
    error_message = "there is a worker that nobody asked for"
  }
  assert {
    condition     = length(google_sql_user.account) == 2 && length(google_project_iam_member.database_user) == 2
    error_message = "with IAM log-in both accounts are database users"
  }
  assert {
    condition = { for entry in google_cloud_run_v2_job.job["sync"].template[0].template[0].containers[0].env : entry.name => entry.value } == {
      PROJECT_ID   = "shop"
      SECRET_ID    = "bitcram-token"
      URL_BITCRAM  = "https://shop.bitcram.example"
      CHECKOUT     = "1"
      RUN_LIMIT_S  = "840"
      INSTANCE_DB  = "shop:southamerica-east1:main"
      IP_TYPE_DB   = "PUBLIC"
      AUTH_TYPE_DB = "IAM"
      USER_DB      = "bitcram-sync"
      NAME_DB      = "bitcram"
      NOTIFY       = "off"
      LANG         = "es"
    }
    error_message = "sync has other variables than expected"
  }
}

run "passwords_webhooks_and_renewal" {
  variables {
    database_login   = "PASSWORD"
    database_address = "PRIVATE"
    network          = "default"
    url_publications = "https://publications.example/webhooks"
    user_bitcram     = "sync@shop.example"
    alert_email      = "shop@shop.example"
    settings         = { MISSING_RUNS = "3" }
    secret_settings  = { ALERT_URL = "bitcram-alert-url" }
  }
  assert {
    condition     = length(google_sql_user.account) == 0 && length(google_project_iam_member.database_user) == 0
    error_message = "users with a password are made by grants/1-users.sql"
  }
  assert {
    condition = jsonencode(local.readers) == jsonencode({
      bitcram-token        = ["sync"]
      bitcram-publications = ["sync"]
      bitcram-password     = ["renew"]
      bitcram-alert-url    = ["sync"]
      bitcram-db-sync      = ["sync"]
      bitcram-db-migrate   = ["migrate"]
    })
    error_message = "a secret is read by others than it is for"
  }
  assert {
    condition     = join(" ", keys(google_secret_manager_secret_iam_member.renewal)) == "renew"
    error_message = "only renew-token may add versions of the token"
  }
  assert {
    condition     = join(", ", [for name, job in google_cloud_run_v2_job_iam_member.scheduler : "${name} ${job.name}"]) == "renew bitcram-renew, sync bitcram-sync"
    error_message = "a schedule may start another job than its own"
  }
  assert {
    condition     = google_cloud_run_v2_job.job["sync"].template[0].template[0].vpc_access[0].egress == "PRIVATE_RANGES_ONLY"
    error_message = "a private address needs the network"
  }
  assert {
    condition = alltrue([
      for entry in google_cloud_run_v2_job.job["migrate"].template[0].template[0].containers[0].env :
      contains(["PROJECT_ID", "INSTANCE_DB", "IP_TYPE_DB", "AUTH_TYPE_DB", "USER_DB", "NAME_DB", "PASSWORD_DB_SECRET_ID"], entry.name)
    ])
    error_message = "migrate knows more than the database"
  }
}

run "schedules_begin_paused" {
  variables {
    secret_settings = { ALERT_URL = "bitcram-alert-url" }
  }
  assert {
    condition     = alltrue([for schedule in google_cloud_scheduler_job.schedule : schedule.paused])
    error_message = "a schedule would start a job that may do nothing yet"
  }
  assert {
    condition     = local.image == "us-docker.pkg.dev/cloudrun/container/job:latest"
    error_message = "a job would need an image that nobody has built yet"
  }
  assert {
    condition     = alltrue([for entry in google_cloud_run_v2_job.job["sync"].template[0].template[0].containers[0].env : length(entry.value_source) == 0])
    error_message = "a job would need a secret that has no value yet"
  }
  assert {
    condition     = length(google_monitoring_alert_policy.silent) + length(google_monitoring_alert_policy.pending) == 0
    error_message = "an alert would need a metric that Monitoring does not know yet"
  }
}

run "a_flash_has_a_schedule_where_one_is_asked_for" {
  variables {
    flash_schedule = "* * * * *"
  }
  assert {
    condition     = google_cloud_scheduler_job.of_sync["flash"].paused && google_cloud_run_v2_job_iam_member.with_arguments[0].name == "bitcram-sync"
    error_message = "the flash would begin at once, or start another job"
  }
  assert {
    condition     = jsondecode(base64decode(google_cloud_scheduler_job.of_sync["flash"].http_target[0].body)).overrides.containerOverrides[0].args[2] == "flash"
    error_message = "the schedule of the flash starts something else"
  }
  assert {
    condition     = join(" ", keys(google_cloud_scheduler_job.of_sync)) == "flash"
    error_message = "listings are read where there is no marketplace"
  }
}

run "schedules_are_switched_on" {
  variables {
    running = true
  }
  assert {
    condition     = !anytrue([for schedule in google_cloud_scheduler_job.schedule : schedule.paused])
    error_message = "a schedule is still paused"
  }
  assert {
    condition     = local.image == "southamerica-east1-docker.pkg.dev/shop/jobs/bitcram-inventory-sync:latest"
    error_message = "a job that is added later would begin with the sample image"
  }
  assert {
    condition     = length(google_monitoring_alert_policy.silent) == 1 && length(google_monitoring_alert_policy.pending) == 1
    error_message = "nobody would be alerted to silence or to webhooks that stay pending"
  }
}

run "the_page_is_written_by_the_reader" {
  variables {
    page_bucket  = "shop-page"
    page_readers = ["user:owner@shop.example"]
  }
  assert {
    condition     = google_storage_bucket.page[0].public_access_prevention == "enforced" && google_storage_bucket.page[0].uniform_bucket_level_access
    error_message = "the page could be made public"
  }
  assert {
    condition     = google_cloud_run_v2_job.job["reader"].template[0].template[0].volumes[0].gcs[0].bucket == "shop-page"
    error_message = "the page is written elsewhere"
  }
  assert {
    condition     = alltrue([for name in ["sync", "migrate"] : length(google_cloud_run_v2_job.job[name].template[0].template[0].volumes) == 0])
    error_message = "a job has a volume that it does not use"
  }
  assert {
    condition     = join(" ", keys(google_storage_bucket_iam_member.reader)) == "user:owner@shop.example"
    error_message = "others may read the page than were named"
  }
  assert {
    condition     = google_cloud_scheduler_job.schedule["reader"].schedule == "2 * * * *" && contains(keys(google_sql_user.account), "reader")
    error_message = "the page has no schedule, or its job no database user"
  }
  assert {
    condition     = output.jobs == "bitcram-reader bitcram-sync"
    error_message = "Cloud Build would not deploy to every job"
  }
}

run "a_secret_setting_is_read_by_cloud_run" {
  variables {
    running         = true
    secret_settings = { ALERT_URL = "bitcram-alert-url" }
  }
  assert {
    condition = join(", ", flatten([
      for name, job in google_cloud_run_v2_job.job : [
        for entry in job.template[0].template[0].containers[0].env :
        "${name} ${entry.name} ${entry.value_source[0].secret_key_ref[0].secret} ${entry.value_source[0].secret_key_ref[0].version}"
        if length(entry.value_source) > 0
      ]
    ])) == "sync ALERT_URL bitcram-alert-url latest"
    error_message = "only sync gets the secret, and only by its name"
  }
}

run "sync_renews_the_token" {
  variables {
    user_bitcram      = "sync@shop.example"
    sync_renews_token = true
  }
  assert {
    condition     = join(" ", keys(google_secret_manager_secret_iam_member.renewal)) == "renew sync"
    error_message = "sync may not add versions of the token"
  }
}

run "a_marketplace_has_its_secret_and_its_worker" {
  variables {
    running          = true
    shopify_url      = "https://shop.myshopify.com"
    shopify_location = "61000000001"
    sales_worker     = true
    settings         = { SALES_IN_SOURCE = "yes", MARKETPLACE_ORDERS_IN_SOURCE = "no" }
  }
  assert {
    condition     = jsonencode(local.readers["bitcram-shopify"]) == jsonencode(["sync"])
    error_message = "the token of the shop is read by others than sync"
  }
  assert {
    condition     = join(" ", google_cloud_run_v2_worker_pool.sales[0].template[0].containers[0].args) == "sales-worker --deliver-only" && google_cloud_run_v2_worker_pool.sales[0].scaling[0].manual_instance_count == 1
    error_message = "the worker does not run, or does something else"
  }
  assert {
    condition     = contains([for entry in google_cloud_run_v2_job.job["sync"].template[0].template[0].containers[0].env : "${entry.name}=${entry.value}"], "SHOPIFY_TOKEN_SECRET_ID=bitcram-shopify")
    error_message = "sync does not know where the token of the shop lies"
  }
  assert {
    condition     = join(" ", jsondecode(base64decode(google_cloud_scheduler_job.of_sync["listings"].http_target[0].body)).overrides.containerOverrides[0].args) == "listings pull" && length(google_cloud_run_v2_job_iam_member.with_arguments) == 1
    error_message = "what is new in the shop is read by nobody"
  }
}

run "the_worker_records_the_sales_of_the_till" {
  variables {
    running          = true
    shopify_url      = "https://shop.myshopify.com"
    shopify_location = "61000000001"
    network          = "default"
    till_sales       = true
    settings         = { SALES_IN_SOURCE = "yes", MARKETPLACE_ORDERS_IN_SOURCE = "no" }
  }
  assert {
    condition     = join(" ", google_cloud_run_v2_worker_pool.sales[0].template[0].containers[0].args) == "sales-worker" && length(google_cloud_run_v2_worker_pool_iam_member.builder) == 1
    error_message = "the worker records nothing, or Cloud Build may not deploy it"
  }
  assert {
    condition     = google_cloud_run_v2_worker_pool.sales[0].template[0].containers[0].liveness_probe[0].http_get[0].path == "/healthz"
    error_message = "a worker that hangs is left hanging"
  }
  assert {
    condition     = jsonencode(local.readers["bitcram-rabbitmq"]) == jsonencode(["sync"])
    error_message = "the address of RabbitMQ is read by others than sync"
  }
  assert {
    condition = alltrue([
      for env in [google_cloud_run_v2_job.job["sync"].template[0].template[0].containers[0].env, google_cloud_run_v2_worker_pool.sales[0].template[0].containers[0].env] :
      contains([for entry in env : "${entry.name}=${entry.value}"], "RABBITMQ_URL_SECRET_ID=bitcram-rabbitmq")
    ])
    error_message = "the worker, or dead list, does not know where the address of RabbitMQ lies"
  }
  assert {
    condition     = google_cloud_run_v2_worker_pool.sales[0].template[0].vpc_access[0].network_interfaces[0].network == "default"
    error_message = "a RabbitMQ with a private address cannot be reached"
  }
}

run "mercado_libre_renews_its_own_token" {
  variables {
    running        = true
    meli_client_id = "7100000000000001"
    sales_worker   = true
    settings       = { SALES_IN_SOURCE = "yes", MARKETPLACE_ORDERS_IN_SOURCE = "no" }
  }
  assert {
    condition     = jsonencode([local.readers["bitcram-meli"], local.readers["bitcram-meli-refresh"]]) == jsonencode([["sync"], ["sync"]])
    error_message = "the app's secrets are read by others than sync"
  }
  assert {
    condition     = length(google_secret_manager_secret_iam_member.meli) == 1 && length(google_project_iam_custom_role.renew) == 1
    error_message = "sync may not put the next refresh token into its secret"
  }
  assert {
    condition = alltrue([
      for env in [google_cloud_run_v2_job.job["sync"].template[0].template[0].containers[0].env, google_cloud_run_v2_worker_pool.sales[0].template[0].containers[0].env] :
      length(setintersection([for entry in env : "${entry.name}=${entry.value}"], ["NOTIFY=off", "MELI_REFRESH_TOKEN_SECRET_ID=bitcram-meli-refresh"])) == 2
    ])
    error_message = "sync and the worker do not know where the refresh token lies, or send webhooks beside it"
  }
}

run "mercado_libre_beside_the_publications_service_is_refused" {
  command = plan
  variables {
    meli_client_id   = "7100000000000001"
    url_publications = "https://publications.example/webhooks"
  }
  expect_failures = [google_secret_manager_secret_iam_member.meli]
}

run "uploads_have_a_service_of_their_own" {
  variables {
    running         = true
    uploads_bucket  = "shop-uploads"
    uploads_hmac_id = "GOOG1EXAMPLE"
    upload_settings = { UPLOAD_MAX_MB = "40" }
  }
  assert {
    condition     = google_storage_bucket.uploads[0].public_access_prevention == "enforced" && google_storage_bucket.uploads[0].uniform_bucket_level_access
    error_message = "the files of suppliers could be made public"
  }
  assert {
    condition     = jsonencode([local.readers["bitcram-api-tokens"], local.readers["bitcram-uploads-hmac"]]) == jsonencode([["serve"], ["serve"]])
    error_message = "the secrets of the service are read by others"
  }
  assert {
    condition     = join(" ", [for secret, accounts in local.readers : secret if contains(accounts, "serve")]) == "bitcram-api-tokens bitcram-uploads-hmac"
    error_message = "what the internet reaches may read secrets of the shop"
  }
  assert {
    condition     = google_cloud_run_v2_service.serve[0].template[0].containers[0].ports[0].name == "h2c" && google_cloud_run_v2_service.serve[0].template[0].containers[0].resources[0].cpu_idle == false
    error_message = "files of more than 32 MB are refused, or workers stand still between requests"
  }
  assert {
    condition = { for entry in google_cloud_run_v2_service.serve[0].template[0].containers[0].env : entry.name => entry.value } == {
      PROJECT_ID                      = "shop"
      LANG                            = "es"
      LISTEN                          = "0.0.0.0:8080"
      API_TOKENS_SECRET_ID            = "bitcram-api-tokens"
      UPLOAD_STORE                    = "s3://shop-uploads/uploads"
      UPLOAD_MAX_MB                   = "40"
      S3_ENDPOINT                     = "https://storage.googleapis.com"
      AWS_ACCESS_KEY_ID               = "GOOG1EXAMPLE"
      AWS_SECRET_ACCESS_KEY_SECRET_ID = "bitcram-uploads-hmac"
      INSTANCE_DB                     = "shop:southamerica-east1:main"
      IP_TYPE_DB                      = "PUBLIC"
      AUTH_TYPE_DB                    = "IAM"
      USER_DB                         = "bitcram-serve"
      NAME_DB                         = "bitcram"
    }
    error_message = "serve has other variables than expected"
  }
  assert {
    condition     = contains(keys(google_sql_user.account), "serve") && !contains(keys(google_cloud_run_v2_job.job), "serve")
    error_message = "serve has no database user, or is a job"
  }
}

run "uploads_wait_for_what_they_need" {
  variables {
    uploads_bucket = "shop-uploads"
  }
  assert {
    condition     = length(google_cloud_run_v2_service.serve) == 0 && length(google_storage_bucket.uploads) == 1
    error_message = "a service without image and secrets could only fail"
  }
}

run "uploads_without_a_key_are_refused" {
  command = plan
  variables {
    running        = true
    uploads_bucket = "shop-uploads"
  }
  expect_failures = [google_cloud_run_v2_service.serve]
}

run "an_unknown_log_in_is_refused" {
  command = plan
  variables {
    database_login = "KERBEROS"
  }
  expect_failures = [var.database_login]
}
