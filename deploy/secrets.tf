# The secrets without their values, which are put in by hand: docs/deploy.md.
locals {
  with_publications = var.url_publications != ""
  with_renewal      = var.user_bitcram != ""
  with_shopify      = var.shopify_url != ""
  with_meli         = var.meli_client_id != ""
  with_till         = var.till_sales
  with_worker       = var.sales_worker || local.with_till

  # Each secret with the accounts that read it.
  readers = merge(
    { "bitcram-token" = ["sync"] },
    local.with_publications ? { "bitcram-publications" = ["sync"] } : {},
    local.with_shopify ? { "bitcram-shopify" = ["sync"] } : {},
    local.with_meli ? { "bitcram-meli" = ["sync"], "bitcram-meli-refresh" = ["sync"] } : {},
    local.with_till ? { "bitcram-rabbitmq" = ["sync"] } : {},
    local.with_renewal ? { "bitcram-password" = var.sync_renews_token ? ["renew", "sync"] : ["renew"] } : {},
    local.with_uploads ? { "bitcram-api-tokens" = ["serve"], "bitcram-uploads-hmac" = ["serve"] } : {},
    { for secret in values(var.secret_settings) : secret => ["sync"] },
    { for account in local.database_accounts : "bitcram-db-${account}" => [account] if !local.with_iam_login },
  )
  reading = merge([
    for secret, accounts in local.readers : {
      for account in accounts : "${secret} ${account}" => { secret = secret, account = account }
    }
  ]...)
  renewing = local.with_renewal ? toset(var.sync_renews_token ? ["renew", "sync"] : ["renew"]) : toset([])
}

resource "google_secret_manager_secret" "secret" {
  for_each  = local.readers
  secret_id = each.key
  replication {
    auto {}
  }
  depends_on = [google_project_service.needed]
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each  = local.reading
  secret_id = google_secret_manager_secret.secret[each.value.secret].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.job[each.value.account].member
}

# Google's own role for versions may destroy them as well, and what is destroyed cannot be brought back.
resource "google_project_iam_custom_role" "renew" {
  count       = local.with_renewal || local.with_meli ? 1 : 0
  role_id     = "bitcramTokenRenewal"
  title       = "Token renewal"
  description = "Adds, reads back and disables versions of a secret; destroys none."
  permissions = [
    "secretmanager.versions.access",
    "secretmanager.versions.add",
    "secretmanager.versions.disable",
    "secretmanager.versions.get",
    "secretmanager.versions.list",
  ]
}

resource "google_secret_manager_secret_iam_member" "renewal" {
  for_each  = local.renewing
  secret_id = google_secret_manager_secret.secret["bitcram-token"].id
  role      = google_project_iam_custom_role.renew[0].id
  member    = google_service_account.job[each.key].member
}

# Each refresh token of Mercado Libre is good once: whoever uses it puts the next one into the secret.
resource "google_secret_manager_secret_iam_member" "meli" {
  count     = local.with_meli ? 1 : 0
  secret_id = google_secret_manager_secret.secret["bitcram-meli-refresh"].id
  role      = google_project_iam_custom_role.renew[0].id
  member    = google_service_account.job["sync"].member
  lifecycle {
    precondition {
      condition     = !local.with_publications
      error_message = "The publications service writes to Mercado Libre too: leave out url_publications."
    }
  }
}
